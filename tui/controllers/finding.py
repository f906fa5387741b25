"""Find in the open session: searches all its stored messages, and goes from match to match."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.transcripts import Transcripts


class Finding:
    """Carries out what the find bar asks for; matches are valid only in the session they were found in."""

    def __init__(self, desk: Desk, transcripts: Transcripts) -> None:
        self._desk = desk
        self._transcripts = transcripts
        self._session_id = ""
        """The session that the matches belong to."""
        self._matches: list[int] = []
        self._match = 0
        self._from: int | None = None
        """The key of the message that was at the top before; ``None`` for the end."""

    @property
    def _is_here(self) -> bool:
        return self._session_id == self._desk.place.session_id

    def open(self) -> None:
        """Open the find bar, or focus it."""
        main = self._desk.main
        if not main.find_bar.is_open:
            self._session_id, self._matches = self._desk.place.session_id, []
            self._from = main.transcript.top_message
        main.find_bar.open()

    async def open_at(self, session_id: str, text: str, key: int) -> None:
        """Open the find bar at a hit of the search over all sessions: the message of that key."""
        main = self._desk.main
        self._session_id, self._from = session_id, key
        main.find_bar.show(text)
        main.transcript.sought = text
        await self._seek(text, key)

    def seek(self, text: str) -> None:
        """Find a text in the whole stored session, and go to the last match."""
        self._desk.main.transcript.sought = text
        self._desk.refresh_step("find", self._seek, text)

    async def _seek(self, text: str, key: int | None = None) -> None:
        """Find a text; go to the message of that key if it matches, else to the last match."""
        found = await self._desk.services.library.find(self._session_id, text) if text else []
        if self._is_here:
            self._matches = found
            self._match = found.index(key) if key in found else len(found) - 1
            await self._show()

    def go_on(self, direction: int) -> None:
        """Go to the next match (1) or the one before (-1), wrapping around."""
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
        """Close the find bar, and scroll back to where finding began."""
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
