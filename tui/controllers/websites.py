"""The websites of the account: loads them, and chooses the one on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.faults import ServiceError, UserError
from tui.services.websites import find_website, require_website
from tui.widgets.notice import NoticeLevel
from tui.widgets.transcript import Hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.controllers.desk import Desk
    from tui.controllers.navigation import Navigation
    from tui.domain.models import Website

NONE_YET = Hint("No websites yet", "Add a website to your account on asyntai.com, then press F5 here.")


class Websites:
    """Keeps the picker up to date, and a website on screen whenever the account has one."""

    def __init__(self, desk: Desk, navigation: Navigation) -> None:
        self._desk = desk
        self._navigation = navigation

    async def load(self) -> None:
        """Show the stored websites at once.

        If the website that was asked for is not among them, nothing is shown yet: the service may know it.
        """
        websites = await self._desk.services.library.websites()
        self._desk.place.websites = websites
        if websites and find_website(websites, self._desk.services.website):
            await self._navigation.go(await self._first(websites))

    async def refresh(self) -> None:
        """Fetch the websites from the service.

        Raises:
            ServiceError: if the call fails; the stored websites are shown then.
        """
        try:
            websites = await self._desk.ask(self._desk.services.library.refresh_websites())
        except ServiceError as error:
            await self._show_known(error)
            raise
        await self._take(websites)

    async def _show_known(self, error: ServiceError) -> None:
        place = self._desk.place
        if place.website is not None:
            return
        if place.websites:
            await self._navigation.go(await self._first(place.websites))
        else:
            hint = Hint(error.fault.title, error.fault.told)
            self._navigation.leave(hint, None)

    async def _take(self, websites: list[Website]) -> None:
        place = self._desk.place
        place.websites = websites
        before = place.website
        current = next((w for w in websites if before and w.id == before.id), None)
        if current is not None:
            place.website = current
            self._desk.main.picker.show(current, len(websites))
        elif websites:
            await self._navigation.go(await self._first(websites))
            if before is not None:
                gone = f"{one_line(before.name, 40)} is no website of this account any more."
                self._desk.main.notice.show(gone, NoticeLevel.WARNING)
        else:
            self._navigation.leave(NONE_YET, 0)

    async def _first(self, websites: Sequence[Website]) -> Website:
        """The website to open with: as asked, else the one used last, else the primary one."""
        wanted = self._desk.services.website
        if wanted:
            try:
                return require_website(websites, wanted)
            except UserError as error:
                self._desk.main.notice.show(str(error), NoticeLevel.WARNING)
        last = await self._desk.services.library.last_website()
        used = next((site for site in websites if site.id == last), None)
        return used or require_website(websites, "")

    def ask_which(self) -> None:
        """Let the person choose a website."""
        self._desk.step(self._ask_which)

    async def _ask_which(self) -> None:
        from tui.screens.pick_website import PickWebsiteScreen

        place = self._desk.place
        current = place.website.id if place.website else None
        website = await self._desk.app.push_screen_wait(PickWebsiteScreen(place.websites, current))
        if website is not None and website.id != current:
            await self._navigation.enter(website)
