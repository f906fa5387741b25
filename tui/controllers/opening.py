"""Opening a session by its title, its text or its id, on whatever website it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.controllers.websites import Websites
    from tui.screens.open_session import OpenSessionScreen


class Opening:
    """Asks which session to open, and goes there."""

    def __init__(self, desk: Desk, sessions: Sessions, websites: Websites) -> None:
        self._desk = desk
        self._sessions = sessions
        self._websites = websites
        self._screen: OpenSessionScreen | None = None

    def ask_which(self) -> None:
        """Ask which session to open."""
        self._desk.work(self._ask_which(), "ask which")

    async def _ask_which(self) -> None:
        from tui.screens.open_session import OpenSessionScreen

        place = self._desk.place
        here = place.website.id if place.website else None
        elsewhere = {site.id: site.name for site in place.websites if site.id != here}
        self._screen = OpenSessionScreen(self._sessions.listed, now=self._desk.clock(), elsewhere=elsewhere)
        session_id = await self._desk.app.push_screen_wait(self._screen)
        if session_id is not None:
            await self.open(session_id)

    async def open(self, session_id: str) -> None:
        """Open a session by its id: from the store, else from the service; its website comes with it."""
        website = self._desk.place.website
        if website is None:
            return
        notice, name = self._desk.main.notice, one_line(session_id, 60)
        library = self._desk.services.library
        if await library.session(session_id) is None:
            notice.show(f"Asking the service for {name}…")
        session = await self._desk.ask(library.open_by_id(session_id, website.id))
        if session is None:
            notice.show(
                f"The service knows no message of a session {name}. Check the id.", NoticeLevel.WARNING
            )
            return
        notice.clear()
        home = next((site for site in self._desk.place.websites if site.id == session.website_id), website)
        if home.id == website.id:
            await self._sessions.relist()
            await self._sessions.show(session.id)
        else:
            await self._websites.switch(home, session.id)

    def search(self, query: str) -> None:
        """Search all stored text for the dialog."""
        if self._screen is not None:
            self._desk.refresh(self._search(self._screen, query), "search")

    async def _search(self, screen: OpenSessionScreen, query: str) -> None:
        hits = await self._desk.services.library.search(query)
        if screen.is_current:
            screen.show_results(query, hits)
