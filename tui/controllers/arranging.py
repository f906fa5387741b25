"""Sidebar actions: rename, pin, remove and restore sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import one_line

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.navigation import Navigation
    from tui.controllers.sessions import Sessions
    from tui.controllers.unfinished import Unfinished
    from tui.domain.models import Session

_NAME_LENGTH = 40


class Arranging:
    """Carries out the sidebar's actions on a session."""

    def __init__(
        self, desk: Desk, sessions: Sessions, navigation: Navigation, unfinished: Unfinished
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._navigation = navigation
        self._unfinished = unfinished
        self._removed: list[Session] = []

    def rename(self, session: Session) -> None:
        """Rename a session in a dialog."""
        self._desk.step(self._rename, session)

    async def _rename(self, session: Session) -> None:
        from tui.screens.rename import RenameScreen

        place = f"rename {session.id}"
        old = session.title if session.renamed else ""
        title = await self._unfinished.ask(place, RenameScreen, old)
        if title is not None:
            await self._desk.services.library.rename(session.id, title)
            await self._sessions.relist()
        await self._unfinished.done(place)

    def toggle_pin(self, session: Session) -> None:
        """Pin a session to the top of the sidebar, or unpin it."""
        self._desk.step(self._toggle_pin, session)

    async def _toggle_pin(self, session: Session) -> None:
        library = self._desk.services.library
        await (library.unpin(session.id) if session.pinned else library.pin(session.id))
        await self._sessions.relist()

    def remove(self, session: Session) -> None:
        """Remove a session from the sidebar; nothing is deleted."""
        self._desk.step(self._remove, session)

    async def _remove(self, session: Session) -> None:
        await self._desk.services.library.remove(session.id)
        self._removed.append(session)
        name = one_line(session.title or session.id, _NAME_LENGTH)
        self._desk.main.notice.show(f"“{name}” is removed. u brings it back.")
        if session.id == self._desk.place.session_id:
            await self._navigation.start_over()
        else:
            await self._sessions.relist()

    def restore(self) -> None:
        """Restore the session of this website that was removed last."""
        website = self._desk.place.website
        here = [session for session in self._removed if website and session.website_id == website.id]
        if here:
            self._removed.remove(here[-1])
            self._desk.step(self._restore, here[-1])
        else:
            self._desk.main.notice.show("Nothing was removed here.")

    async def _restore(self, session: Session) -> None:
        await self._desk.services.library.restore(session.id)
        self._desk.main.notice.clear()
        await self._sessions.relist()
