"""Startup, from the first paint to a working client: store, key, websites, account."""

from __future__ import annotations

import asyncio
import gc
import os
from typing import TYPE_CHECKING

from tui.domain.api_key import KeyPlace
from tui.domain.backoff import Growth
from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.widgets.notice import NoticeLevel
from tui.widgets.transcript import Hint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.controllers.freshening import Freshening
    from tui.controllers.opening import Opening
    from tui.controllers.returning import Returning
    from tui.controllers.sending import Sending
    from tui.controllers.usage import UsageKeeper
    from tui.controllers.watching import Watching
    from tui.controllers.websites import Websites
    from tui.domain.api_key import ApiKey
    from tui.domain.clock import Clock
    from tui.domain.launch import Launch
    from tui.screens.onboarding import OnboardingScreen
    from tui.services.open import Services

AGAIN = Growth(1.0, longest=15.0)
"""Delays between tries to open the store, in seconds."""
LOADING = Hint("Opening…", "Your sessions come from this machine first, then from the service.")
LONG = Hint(
    "Still opening…",
    "After an upgrade the search index is prepared once. For many messages that takes some seconds.",
)
LONG_AFTER = 1.0
"""Seconds of opening the store after which the screen says why it takes long."""
STARTING_DEMO = Hint("Starting the sandbox…", "Three made-up websites on this machine. Nothing leaves it.")


class Starting:
    """Starts the client step by step, while the screen takes keys."""

    def __init__(
        self,
        desk: Desk,
        launch: Launch,
        drafts: Drafts,
        websites: Websites,
        freshening: Freshening,
        opening: Opening,
        sending: Sending,
        usage: UsageKeeper,
        watching: Watching,
        returning: Returning,
    ) -> None:
        self._desk = desk
        self._launch = launch
        self._drafts = drafts
        self._websites = websites
        self._freshening = freshening
        self._opening = opening
        self._sending = sending
        self._usage = usage
        self._watching = watching
        self._returning = returning
        self._onboarding: OnboardingScreen | None = None
        self._session_to_open = launch.session

    def begin(self) -> None:
        """Start, after the first paint."""
        self._desk.main.transcript.hint = STARTING_DEMO if self._launch.demo else LOADING
        self._desk.work(self._begin)

    async def _begin(self) -> None:
        services = self._desk.opened = await self._opened()
        await self._drafts.load_homeless()
        await self._returning.take_up()
        await self._usage.load()
        await self._websites.load()
        self._opening.look_again()
        await self._open_if_stored(services)
        await self._returning.tell()
        services.store.listen(lambda said: self._desk.main.notice.show(said, NoticeLevel.WARNING))
        self._watching.begin()
        # After the paint of what is stored: the imports for the service would delay it.
        await self._desk.main.wait_for_refresh()
        if self._launch.log:
            await asyncio.to_thread(_start_log)
        await self._connect(services)
        # All objects so far stay to the end: scanning them takes the garbage collector 0.1 seconds.
        gc.freeze()

    async def _opened(self) -> Services:
        """Open the store, trying again until it opens; the composer holds what is typed meanwhile."""
        failures = 0
        while True:
            try:
                services = await self._open()
                break
            except UserError as error:
                self._cannot_start(error)
                self._desk.main.notice.show(str(error), NoticeLevel.ERROR)
                await asyncio.sleep(AGAIN.pause(failures))
                failures += 1
        if failures:
            self._desk.main.notice.clear()
            self._desk.main.transcript.hint = LOADING
        return services

    def _cannot_start(self, error: UserError) -> None:
        self._desk.closed_because = str(error)
        self._desk.main.transcript.hint = Hint("The client cannot start", str(error))

    async def _open(self) -> Services:
        open_for = await asyncio.to_thread(_import_open_for)
        if self._launch.demo:
            return await open_for(self._launch, os.environ, self._desk.clock)
        main = self._desk.main
        explaining = main.set_timer(LONG_AFTER, self._explain)
        try:
            return await open_for(self._launch, os.environ, self._desk.clock)
        finally:
            explaining.stop()
            if main.transcript.hint == LONG:
                main.transcript.hint = LOADING

    def _explain(self) -> None:
        self._desk.main.transcript.hint = LONG

    async def _connect(self, services: Services) -> None:
        try:
            connected = await services.connect()
        except UserError as error:
            if self._launch.demo:
                self._cannot_start(error)
                raise
            await self._ask_for_key(str(error))
            return
        if connected:
            await self._refresh()
        else:
            await self._ask_for_key("")

    async def _open_if_stored(self, services: Services) -> None:
        """Open the session that the command line names, if it is in the store."""
        session_id = self._session_to_open
        if session_id and self._desk.place.website and await services.library.session(session_id) is not None:
            self._session_to_open = ""
            await self._opening.open_first(session_id)

    def refresh(self) -> None:
        """Refresh what is on screen from the service."""
        self._freshening.forget()
        self._desk.refresh("refresh", self._refresh)

    async def _refresh(self) -> None:
        """Fetch everything on screen from the service, and send what is still queued."""
        services = self._desk.services
        self._usage.refresh()
        try:
            await self._websites.refresh()
        except ServiceError as error:
            match error.fault.kind:
                case FaultKind.KEY_REFUSED:
                    await self._ask_for_key(f"The service refused the key from {services.key_source}.")
                case FaultKind.NO_KEY:
                    await self._ask_for_key("")
                case _:
                    raise
            return
        self._freshening.look()
        self._sending.resume(await services.conversation.unsettled_sessions())
        if self._session_to_open:
            session_id, self._session_to_open = self._session_to_open, ""
            await self._opening.open_first(session_id)

    # The key

    def change_key(self) -> None:
        """Open the screen that asks for another key."""
        if self._desk.opened is None:
            self._desk.main.notice.show(self._desk.closed_because, NoticeLevel.WARNING)
        else:
            self._desk.step(self._ask_for_key, "", way_back=True)

    async def _ask_for_key(self, notice: str, *, way_back: bool = False) -> None:
        from tui import paths
        from tui.screens.onboarding import OnboardingScreen

        if self._launch.demo:
            self._desk.main.notice.show(notice or "The demo needs no key.", NoticeLevel.WARNING)
            return
        services = self._desk.services
        keyring = await asyncio.to_thread(_keyring_name)
        if self._onboarding is not None and self._onboarding.is_attached:
            return
        self._onboarding = OnboardingScreen(
            services.profile_name,
            key_file=str(paths.key_file(services.profile_name)),
            settings_file=str(self._launch.settings_file),
            keyring=keyring,
            notice=notice,
            way_back=way_back or services.is_connected,
        )
        self._desk.app.push_screen(self._onboarding)

    def take_key(self, key: ApiKey, place: KeyPlace) -> None:
        """Check a key with the service, and connect with it."""
        if self._onboarding is not None:
            self._desk.refresh("key", self._take_key, self._onboarding, key, place)

    async def close_onboarding(self) -> None:
        """Close the screen that asks for a key, and every screen over it."""
        app = self._desk.app
        while self._onboarding in app.screen_stack:
            await app.pop_screen()

    async def _take_key(self, screen: OnboardingScreen, key: ApiKey, place: KeyPlace) -> None:
        from tui.services.open import check_key

        services = self._desk.services
        try:
            timeouts = self._launch.settings.timeouts
            await check_key(services.base_url, key, timeouts, services.ca_file, clock=services.clock)
            if screen not in self._desk.app.screen_stack:
                return  # the person went back to the former key
            await services.use_key(key)
        except ServiceError as error:
            screen.show_fault(error.fault)
            return
        except UserError as error:
            screen.show_problem(str(error))
            return
        self._desk.main.notice.clear()
        if place is not KeyPlace.MEMORY:
            await self._save_key(services, key, place)
        await self.close_onboarding()
        await self._refresh()

    async def _save_key(self, services: Services, key: ApiKey, place: KeyPlace) -> None:
        try:
            await services.save_key(key, place)
        except UserError as error:
            self._desk.main.notice.show(f"The key holds for this run only. {error}", NoticeLevel.ERROR)


# Run in threads: the imports and what follows them read files, and must not delay keys


def _start_log() -> None:
    from tui.services.call_log import start_log

    start_log(None)


def _import_open_for() -> Callable[[Launch, Mapping[str, str], Clock], Awaitable[Services]]:
    from tui.services.open import open_for

    return open_for


def _keyring_name() -> str:
    from tui.settings.system_keyring import keyring_name

    return keyring_name(os.environ)
