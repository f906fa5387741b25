"""Finding in the open session: every message of it that is stored, match by match."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.transcripts import Transcripts


class Finding:
    """Serves the find bar. What was found holds for the session it was found in."""

    def __init__(self, desk: Desk, transcripts: Transcripts) -> None:
        self._desk = desk
        self._transcripts = transcripts
        self._session_id = ""
        """The session that was open when the bar was."""
        self._matches: list[int] = []
        self._match = 0
        self._from: int | None = None
        """The message that was at the top before; ``None`` for the end."""

    @property
    def _is_here(self) -> bool:
        return self._session_id == self._desk.place.session_id

    def open(self) -> None:
        """Open the find bar, or come back to it."""
        main = self._desk.main
        if not main.find_bar.is_open:
            self._session_id, self._matches = self._desk.place.session_id, []
            self._from = main.transcript.top_message
        main.find_bar.open()

    async def open_at(self, session_id: str, text: str, key: int) -> None:
        """Show what a search over all sessions found: the message of that key, and how many hold the text."""
        main = self._desk.main
        self._session_id, self._from = session_id, key
        main.find_bar.show(text)
        main.transcript.sought = text
        await self._seek(text, key)

    def seek(self, text: str) -> None:
        """Find a text in the whole stored session, and go to the last message that has it."""
        self._desk.main.transcript.sought = text
        self._desk.refresh_step("find", self._seek, text)

    async def _seek(self, text: str, key: int | None = None) -> None:
        """Find a text; begin with the message of that key, or else with the last."""
        found = await self._desk.services.library.find(self._session_id, text) if text else []
        if self._is_here:
            self._matches = found
            self._match = found.index(key) if key in found else len(found) - 1
            await self._show()

    def go_on(self, direction: int) -> None:
        """Go to the next match, or the one before; past the last comes the first."""
        if self._matches and self._is_here:
            self._match = (self._match + direction) % len(self._matches)
            self._desk.refresh_step("find", self._show)

    async def _show(self) -> None:
        main = self._desk.main
        main.find_bar.show_count(self._match + 1, len(self._matches))
        if self._matches:
            key = self._matches[self._match]
            await self._transcripts.go_to(self._session_id, key)
            main.transcript.cursor = key

    def stop(self) -> None:
        """Close the find bar and go back to where the person was."""
        main = self._desk.main
        main.find_bar.hide()
        main.transcript.sought = ""
        main.composer.focus_input()
        if self._matches and self._is_here:
            self._matches = []
            self._desk.refresh_step("find", self._go_back)

    async def _go_back(self) -> None:
        if self._from is None:
            await self._transcripts.open(self._session_id)
        else:
            await self._transcripts.go_to(self._session_id, self._from)
