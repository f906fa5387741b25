"""From the first paint to a client that works: store, key, websites, account; and the way out."""

from __future__ import annotations

import asyncio
import importlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.widgets.notice import NoticeLevel
from tui.widgets.transcript import Hint

if TYPE_CHECKING:
    from pathlib import Path

    from tui.controllers.desk import Desk
    from tui.controllers.opening import Opening
    from tui.controllers.sending import Sending
    from tui.controllers.sessions import Sessions
    from tui.controllers.usage import UsageKeeper
    from tui.controllers.websites import Websites
    from tui.domain.api_key import ApiKey
    from tui.domain.settings import Settings
    from tui.screens.onboarding import OnboardingScreen
    from tui.services.open import Services

LOADING = Hint("Opening…", "Your sessions come from this machine first, then from the service.")
STARTING_DEMO = Hint("Starting the sandbox…", "Three made-up websites on this machine. Nothing leaves it.")


@dataclass(frozen=True, slots=True)
class Launch:
    """What the command line and the settings say of a start."""

    settings: Settings
    settings_file: Path
    profile: str | None = None
    base_url: str | None = None
    website: str | None = None
    session: str = ""
    demo: bool = False


class Starting:
    """Brings the client up step by step; the screen takes keys all the while."""

    def __init__(
        self,
        desk: Desk,
        launch: Launch,
        websites: Websites,
        sessions: Sessions,
        opening: Opening,
        sending: Sending,
        usage: UsageKeeper,
    ) -> None:
        self._desk = desk
        self._launch = launch
        self._websites = websites
        self._sessions = sessions
        self._opening = opening
        self._sending = sending
        self._usage = usage
        self._onboarding: OnboardingScreen | None = None

    def begin(self) -> None:
        """Start, after the first paint."""
        self._desk.main.transcript.hint = STARTING_DEMO if self._launch.demo else LOADING
        self._desk.work(self._begin(), "start")

    async def _begin(self) -> None:
        try:
            services = self._desk.opened = await self._open()
        except UserError as error:
            self._desk.main.transcript.hint = Hint("The client cannot start", str(error))
            raise
        await self._websites.load()
        await self._usage.load()
        if services.store.set_aside is not None:
            said = f"The store was damaged and is kept as {services.store.set_aside}. A fresh one was made."
            self._desk.main.notice.show(said, NoticeLevel.WARNING)
        await self._connect(services)

    async def _open(self) -> Services:
        # Imported in a thread: it reads a dozen files while the person may type already.
        module = await asyncio.to_thread(importlib.import_module, "tui.services.open")
        launch = self._launch
        if launch.demo:
            return await module.open_demo(launch.settings, website=launch.website)
        return await module.open_services(
            launch.settings,
            profile=launch.profile,
            base_url=launch.base_url,
            website=launch.website,
            environ=os.environ,
        )

    async def _connect(self, services: Services) -> None:
        try:
            connected = await services.connect()
        except UserError as error:
            self._ask_for_key(str(error))
            return
        if connected:
            await self._refresh(services)
        else:
            self._ask_for_key("")

    async def _refresh(self, services: Services) -> None:
        """Ask the service for everything on screen, and send what is still queued."""
        self._usage.refresh()
        try:
            await self._websites.refresh()
        except ServiceError as error:
            if error.fault.kind is FaultKind.KEY_REFUSED:
                self._ask_for_key(f"The service refused the key from {services.key_source}.")
                return
            raise
        if self._launch.session and self._launch.session != self._desk.place.session_id:
            await self._opening.open(self._launch.session)
        for session_id in await services.conversation.queued_sessions():
            self._sending.pump(session_id)

    def refresh(self) -> None:
        """Ask the service anew for what is on screen."""
        self._desk.refresh(self._refresh(self._desk.services), "refresh")
        self._sessions.refresh()

    # The key

    def change_key(self) -> None:
        """Let the person enter another key."""
        self._ask_for_key("")

    def _ask_for_key(self, notice: str) -> None:
        from tui import paths
        from tui.screens.onboarding import OnboardingScreen

        services = self._desk.services
        if self._launch.demo:
            self._desk.main.notice.show(notice or "The demo needs no key.", NoticeLevel.WARNING)
            return
        self._onboarding = OnboardingScreen(
            services.profile_name,
            key_file=str(paths.key_file(services.profile_name)),
            settings_file=str(self._launch.settings_file),
            notice=notice,
        )
        self._desk.app.push_screen(self._onboarding)

    def take_key(self, key: ApiKey, *, save: bool) -> None:
        """Check a key that was pasted, and start with it."""
        if self._onboarding is not None:
            self._onboarding.show_checking()
            self._desk.refresh(self._take_key(self._onboarding, key, save=save), "key")

    async def _take_key(self, screen: OnboardingScreen, key: ApiKey, *, save: bool) -> None:
        services = self._desk.services
        module = await asyncio.to_thread(importlib.import_module, "tui.services.open")
        try:
            await module.check_key(services.base_url, key, self._launch.settings.timeouts)
        except ServiceError as error:
            screen.show_fault(error.fault)
            return
        if save:
            await services.save_key(key)
        else:
            await services.use_key(key)
        screen.dismiss()
        await self._refresh(services)

    async def end(self) -> None:
        """Close everything that was opened."""
        if self._desk.opened is not None:
            await self._desk.opened.close()
