"""Opening a session by its title, its text or its id, on any website."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.domain.clean import one_line
from tui.domain.faults import ServiceError
from tui.domain.search import SessionHit
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tui.controllers.desk import Desk
    from tui.controllers.finding import Finding
    from tui.controllers.navigation import Navigation
    from tui.controllers.sessions import Sessions
    from tui.domain.models import Session, Website
    from tui.screens.open_session import OpenSessionScreen

_ID_LENGTH = 60


class Opening:
    """Runs the dialog that asks for a session, and opens it."""

    def __init__(self, desk: Desk, sessions: Sessions, navigation: Navigation, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding
        self._sessions = sessions
        self._navigation = navigation
        self._screen: OpenSessionScreen | None = None

    def ask_which(self) -> None:
        """Ask which session to open."""
        self._desk.step(self._ask_which)

    async def _ask_which(self) -> None:
        from tui.screens.open_session import ById, OpenSessionScreen

        listed, elsewhere = self._sessions.listed, self._elsewhere()
        self._screen = OpenSessionScreen(listed, now=self._desk.clock.now(), elsewhere=elsewhere)
        match await self._desk.app.push_screen_wait(self._screen):
            case SessionHit() as hit:
                await self.open(hit.session.id, hit)
            case ById(session_id):
                await self.open(session_id)
            case None:
                pass

    def _elsewhere(self) -> dict[int, str]:
        place = self._desk.place
        here = place.website.id if place.website else None
        return {site.id: site.name for site in place.websites if site.id != here}

    def look_again(self) -> None:
        """Refill a dialog that was opened before the store was."""
        if self._screen is not None and self._screen.is_current:
            self._screen.know(self._sessions.listed, self._elsewhere())

    async def open_first(self, session_id: str) -> None:
        """Open the session that the command line names, unless the person has moved elsewhere by now.

        The focus stays where it is.
        """
        await self._open(session_id, self._navigation.go, choices=0)

    async def open(self, session_id: str, hit: SessionHit | None = None) -> None:
        """Open a session by its id, and focus the composer.

        With a hit in a message it opens at that message, with the matches marked.
        """
        message = hit.message if hit is not None else None
        enter = partial(self._navigation.enter, message=message)
        is_open = await self._open(session_id, enter, choices=self._navigation.choices)
        if is_open and hit is not None and message is not None:
            await self._finding.open_at(session_id, hit.sought, message)

    async def _open(
        self, session_id: str, go: Callable[[Website, str], Coroutine[Any, Any, None]], *, choices: int
    ) -> bool:
        """Open a session on its website, from the store or the service; return whether it was opened.

        If the person has made more than ``choices`` moves by then, the session is only listed.
        """
        place, notice = self._desk.place, self._desk.main.notice
        website, name = place.website, one_line(session_id, _ID_LENGTH)
        if website is None:
            notice.show("There is no website on screen yet.", NoticeLevel.WARNING)
            return False
        session = await self._fetched(session_id, website)
        if session is None:
            return False
        home = next((site for site in place.websites if site.id == session.website_id), None)
        if home is None:
            notice.show(f"The website of {name} is not in this account any more.", NoticeLevel.WARNING)
        elif choices == self._navigation.choices:
            notice.clear()
            await go(home, session.id)
            return True
        else:
            notice.show(f"{name} is in the list of {one_line(home.name, _ID_LENGTH)} now.")
            await self._sessions.relist()
        return False

    async def _fetched(self, session_id: str, website: Website) -> Session | None:
        """Read a session from the store, else fetch it; if there is none, say why and return ``None``."""
        notice, name = self._desk.main.notice, one_line(session_id, _ID_LENGTH)
        library = self._desk.services.library
        if await library.session(session_id) is not None:
            return await library.open_by_id(session_id, website.id)
        notice.show(f"Asking the service for {name}…")
        try:
            session = await self._desk.ask(library.open_by_id(session_id, website.id))
        except ServiceError as error:
            notice.show(f"Not opened: {error.fault.told}", NoticeLevel.WARNING)
            return None
        if session is None:
            sentence = f"The service knows no message of a session {name}. Check the id."
            notice.show(sentence, NoticeLevel.WARNING)
        return session

    def search(self, query: str) -> None:
        """Search all stored messages; before the store is open, ``look_again`` does it later."""
        if self._screen is not None and self._desk.opened is not None:
            self._desk.refresh_step("search", self._search, self._screen, query)

    async def _search(self, screen: OpenSessionScreen, query: str) -> None:
        hits = await self._desk.services.library.search(query)
        if screen.is_current:
            screen.show_results(query, hits)
