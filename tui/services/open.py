"""Composition of the core: opens the store, connects to the API, and makes the services over both."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Self

from tui import paths
from tui.domain.api_key import KeyPlace
from tui.domain.backoff import Pace
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.settings import Profile
from tui.services.abilities import Abilities
from tui.services.access import Access, ProfileAccess
from tui.services.belonging import belong
from tui.services.conversation import Conversation
from tui.services.gateway import Gateway
from tui.services.library import Library
from tui.services.windows import Windows
from tui.settings.keys import save_key
from tui.settings.resolve import Connection, resolve
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from tui.api.client import ApiClient
    from tui.domain.api_key import ApiKey
    from tui.domain.clock import Clock
    from tui.domain.endpoint import Timeouts
    from tui.domain.launch import Launch
    from tui.domain.models import Account
    from tui.domain.settings import Settings
    from tui.services.access import AccessFinder

DEFAULT_PACE = Pace()

DEMO = "demo"
"""Name of the demo's profile, which has a store of its own."""


class Services:
    """The services that a front end works with, made by :func:`open_services` and :func:`open_demo`.

    The store is open from the start. The API client is made by :meth:`connect`; until then calls to the
    service wait, so a front end may show stored data and request fresh data at once.
    """

    def __init__(
        self,
        store: Store,
        finder: AccessFinder,
        chosen: Connection,
        timeouts: Timeouts,
        pace: Pace,
        clock: Clock,
    ) -> None:
        self.profile_name = chosen.profile_name
        self.ca_file = chosen.profile.ca_file
        """File of trusted certificates; empty for the default ones."""
        self.website = chosen.website
        """The website to open with, as an id or a domain; empty where none is named."""
        self.base_url = chosen.base_url
        """Empty in the demo until its sandbox is ready."""
        self.key_source: str | None = None
        """Where the key comes from, for the middle of a sentence; ``None`` while there is no key."""
        self.is_demo = False
        """Whether the service is the sandbox of the demo."""
        self._gateway = Gateway()
        self._finder = finder
        self._timeouts = timeouts
        self.store = store
        self.clock = clock
        self.abilities = Abilities(store, self._gateway, clock)
        windows = Windows(self._gateway)
        self.library = Library(store, self._gateway, windows)
        self.conversation = Conversation(
            store, self._gateway, windows, patience=timeouts.chat, pace=pace, clock=clock
        )

    @property
    def is_connected(self) -> bool:
        """Whether there is a client to make calls with."""
        return self._gateway.is_open

    async def connect(self) -> bool:
        """Find the key and make the client; in the demo, start its sandbox. Return whether there is a client.

        Raises:
            UserError: if the source of the key gives none, or the sandbox does not start.
        """
        try:
            access = await self._finder.find()
            if access is not None:
                await self._use(access)
        finally:
            self._gateway.use(None)
        return self.is_connected

    async def use_key(self, key: ApiKey, source: str = "what was typed for this run") -> None:
        """Use another key for new calls; calls under way keep the old one.

        Raises:
            UserError: if no client can be made with it.
        """
        await self._use(Access(self.base_url, key, source))

    async def save_key(self, key: ApiKey, place: KeyPlace = KeyPlace.FILE) -> None:
        """Save the key for this profile and base URL, and use it.

        Raises:
            UserError: if it cannot be saved there.
        """
        where = await asyncio.to_thread(
            save_key, self.profile_name, key, base_url=self.base_url, place=place, environ=os.environ
        )
        await self.use_key(key, where)

    async def close(self) -> None:
        """Close the connections and the store, and end the demo's sandbox."""
        await self._gateway.close()
        await self._finder.close()
        await self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _use(self, access: Access) -> None:
        if access.sessions:
            await self.library.register(access.sessions)
        self._gateway.use(
            await _make_client(access.base_url, access.key, self._timeouts, self.ca_file, self.clock)
        )
        self.base_url, self.key_source = access.base_url, access.source


async def open_services(
    settings: Settings,
    *,
    profile: str | None = None,
    base_url: str | None = None,
    website: str | None = None,
    environ: Mapping[str, str],
    pace: Pace = DEFAULT_PACE,
    clock: Clock = SYSTEM_CLOCK,
) -> Services:
    """Open the services of the profile that the options, the environment and the settings choose.

    Messages that an instance which has ended was sending become *unknown*; messages queued for another base
    URL become *failed*. ``pace`` sets the pauses between tries; only tests change it.

    Raises:
        UserError: if there is no such profile, or its store cannot be opened.
    """
    chosen = resolve(settings, profile=profile, base_url=base_url, website=website, environ=environ)
    database = paths.database_file(chosen.profile_name)
    return await _open(database, ProfileAccess(chosen, environ), chosen, settings.timeouts, pace, clock)


async def open_demo(
    settings: Settings,
    *,
    website: str | None = None,
    faults: Sequence[str] = (),
    clock: Clock = SYSTEM_CLOCK,
) -> Services:
    """Open the services of the demo; its sandbox is started by :meth:`Services.connect`.

    ``faults`` are faults for the sandbox to simulate, each ``KIND:RATE`` as in its option ``--fault``.

    Raises:
        UserError: if its store cannot be opened.
    """
    from tui.services.demo import DemoAccess

    chosen = Connection(DEMO, Profile(), base_url="", website=website or "")
    finder = DemoAccess([option for fault in faults for option in ("--fault", fault)])
    database = paths.demo_folder() / "demo.sqlite3"
    services = await _open(database, finder, chosen, settings.timeouts, DEFAULT_PACE, clock)
    services.is_demo = True
    return services


async def open_for(launch: Launch, environ: Mapping[str, str], clock: Clock = SYSTEM_CLOCK) -> Services:
    """Open the services that a launch asks for: the demo's, or else a profile's.

    Raises:
        UserError: if there is no such profile, or its store cannot be opened.
    """
    if launch.demo:
        return await open_demo(launch.settings, website=launch.website, faults=launch.faults, clock=clock)
    return await open_services(
        launch.settings,
        profile=launch.profile,
        base_url=launch.base_url,
        website=launch.website,
        environ=environ,
        clock=clock,
    )


async def check_key(
    base_url: str, key: ApiKey, timeouts: Timeouts, ca_file: str = "", *, clock: Clock = SYSTEM_CLOCK
) -> Account:
    """Check a key with the service; return its account.

    Raises:
        ServiceError: if the call fails or the key is refused.
        UserError: if no client can be made with it.
    """
    client = await _make_client(base_url, key, timeouts, ca_file, clock)
    try:
        return await client.account()
    finally:
        await client.close()


async def _open(
    database: Path, finder: AccessFinder, chosen: Connection, timeouts: Timeouts, pace: Pace, clock: Clock
) -> Services:
    store = await Store.open(database, clock)
    services = Services(store, finder, chosen, timeouts, pace, clock)
    try:
        await services.conversation.settle_abandoned()
        if chosen.base_url:
            await belong(store, chosen.base_url)
    except BaseException:
        await store.close()
        raise
    return services


async def _make_client(
    base_url: str, key: ApiKey, timeouts: Timeouts, ca_file: str, clock: Clock
) -> ApiClient:
    """Make an API client in a thread: its import takes a third of a second, and certificates are read."""

    def make() -> ApiClient:
        from tui.api.client import ApiClient

        return ApiClient(base_url, key, timeouts, ca_file, clock=clock)

    return await asyncio.to_thread(make)
