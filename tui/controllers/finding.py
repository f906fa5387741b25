"""Finding in the open session: every message of it that is stored, match by match."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.transcripts import Transcripts


class Finding:
    """Serves the find bar."""

    def __init__(self, desk: Desk, transcripts: Transcripts) -> None:
        self._desk = desk
        self._transcripts = transcripts
        self._matches: list[int] = []
        self._match = 0
        self._from: tuple[str, int | None] = ("", None)
        """Where the person was before: the session, and the message at the top; ``None`` for the end."""

    def open(self) -> None:
        """Open the find bar, or come back to it."""
        main = self._desk.main
        if not main.find_bar.is_open:
            self._from = self._desk.place.session_id, main.transcript.top_message
        main.find_bar.open()

    def seek(self, text: str) -> None:
        """Find a text in the whole stored session, and go to the last message that has it."""
        self._desk.main.transcript.sought = text
        self._desk.refresh(self._seek(self._desk.place.session_id, text), "find")

    async def _seek(self, session_id: str, text: str) -> None:
        self._matches = await self._desk.services.library.find(session_id, text) if text else []
        self._match = len(self._matches) - 1
        await self._show(session_id)

    def go_on(self, direction: int) -> None:
        """Go to the next match, or the one before; past the last comes the first."""
        if self._matches:
            self._match = (self._match + direction) % len(self._matches)
            self._desk.refresh(self._show(self._desk.place.session_id), "find")

    async def _show(self, session_id: str) -> None:
        main = self._desk.main
        main.find_bar.show_count(self._match + 1, len(self._matches))
        if self._matches:
            key = self._matches[self._match]
            await self._transcripts.go_to(session_id, key)
            main.transcript.cursor = key

    def stop(self) -> None:
        """Close the find bar and go back to where the person was."""
        self._desk.refresh(self._stop(), "find")

    async def _stop(self) -> None:
        main = self._desk.main
        main.find_bar.hide()
        main.transcript.sought = ""
        main.composer.focus_input()
        session_id, key = self._from
        if not self._matches or session_id != self._desk.place.session_id:
            return
        self._matches = []
        if key is None:
            await self._transcripts.open(session_id)
        else:
            await self._transcripts.go_to(session_id, key)
