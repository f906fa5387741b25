"""The websites of the account: which there are, and which one is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError
from tui.widgets.transcript import Hint

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.domain.models import Website

NONE_YET = Hint("No websites yet", "Add a website to your account on asyntai.com, then press F5 here.")


class Websites:
    """Keeps the picker true and switches from one website to another."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    async def load(self) -> None:
        """Show the websites that are known from before, at once."""
        await self._take(await self._desk.services.library.websites())

    async def refresh(self) -> None:
        """Ask the service for the websites."""
        try:
            websites = await self._desk.ask(self._desk.services.library.refresh_websites())
        except ServiceError as error:
            if not self._desk.place.websites:
                self._desk.main.picker.show(None, 0)
                hint = Hint(error.fault.title, f"{error.fault.sentence} {error.fault.remedy}")
                self._desk.main.transcript.hint = hint
            raise
        if not websites:
            self._desk.main.picker.show(None, 0)
            self._desk.main.transcript.hint = NONE_YET
        await self._take(websites)

    async def _take(self, websites: list[Website]) -> None:
        place = self._desk.place
        place.websites = websites
        if not websites:
            return
        current = next((w for w in websites if place.website and w.id == place.website.id), None)
        if current is not None:
            place.website = current
            self._desk.main.picker.show(current, len(websites))
        else:
            await self.switch(await self._first(websites))

    async def _first(self, websites: list[Website]) -> Website:
        """The website to open with: as asked, else the one used last, else the primary one."""
        from tui.services.websites import require_website

        wanted = self._desk.services.website
        if not wanted:
            last = await self._desk.services.library.last_website()
            found = next((site for site in websites if site.id == last), None)
            if found is not None:
                return found
        return require_website(websites, wanted)

    async def switch(self, website: Website, session_id: str = "") -> None:
        """Put a website on screen with one of its sessions, else the one that was open there last."""
        main = self._desk.main
        if self._desk.place.website is not None:
            await self._sessions.keep_draft()
        self._desk.place.website = website
        self._desk.place.session_id = ""
        main.picker.show(website, len(self._desk.place.websites))
        main.composer.invite(f"Ask {website.name}…")
        await self._desk.services.library.remember_website(website.id)
        await self._sessions.show_website(website, session_id)

    def ask_which(self) -> None:
        """Let the person choose."""
        self._desk.work(self._ask_which(), "pick website")

    async def _ask_which(self) -> None:
        from tui.screens.pick_website import PickWebsiteScreen

        place = self._desk.place
        current = place.website.id if place.website else None
        website = await self._desk.app.push_screen_wait(PickWebsiteScreen(place.websites, current))
        if website is not None and website.id != current:
            await self.switch(website)
