"""The sessions of the website on screen, as the sidebar lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.controllers.desk import Desk
    from tui.domain.models import Session


class Sessions:
    """Keeps the sidebar up to date with the store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._listed: dict[str, Session] = {}

    @property
    def listed(self) -> Sequence[Session]:
        """The sessions in the sidebar."""
        return tuple(self._listed.values())

    def is_listed(self, session_id: str) -> bool:
        """Whether a session is in the sidebar."""
        return session_id in self._listed

    def has_draft(self, session_id: str) -> bool:
        """Whether the sidebar marks a session as having a draft."""
        return session_id in self._listed and self._listed[session_id].draft

    def show(self, sessions: Sequence[Session]) -> None:
        """Show the sessions of the website on screen, and which one is open."""
        self._listed = {session.id: session for session in sessions}
        self._desk.main.sidebar.show_sessions(sessions, now=self._desk.clock.now())
        self._desk.main.sidebar.current = self._desk.place.session_id

    def update(self, session: Session) -> None:
        """Replace a session's row, in its position."""
        if session.id in self._listed:
            self._listed[session.id] = session
            self._desk.main.sidebar.show_sessions(self.listed, now=self._desk.clock.now())

    async def moved(self, session_id: str) -> None:
        """Reread one session and move its row to its place: a list may have ten thousand."""
        if session_id not in self._listed:
            await self.relist()  # it is new, removed, or another website's
            return
        session = await self._desk.services.library.session(session_id)
        if session is not None and session_id in self._listed:
            listed = {**self._listed, session.id: session}.values()
            self.show(sorted(listed, key=lambda each: (each.pinned, each.updated_at), reverse=True))

    async def relist(self) -> None:
        """Reread the list from the store."""
        website = self._desk.place.website
        if website is None:
            return
        sessions = await self._desk.services.library.sessions(website.id)
        now_on_screen = self._desk.place.website
        if now_on_screen is not None and now_on_screen.id == website.id:
            self.show(sessions)
