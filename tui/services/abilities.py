"""Capabilities: optional endpoints of the API, tried on first use and remembered for a day."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tui.domain.abilities import Tried
from tui.store.errors import StoreError

if TYPE_CHECKING:
    from tui.domain.abilities import Ability
    from tui.domain.clock import Clock
    from tui.services.gateway import Gateway
    from tui.store.store import Store


class Abilities:
    """Finds out which optional endpoints the service has, and caches that in the store."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock

    async def has(self, ability: Ability) -> bool:
        """Return whether the service has a capability; it is asked once a day.

        Raises:
            ServiceError: if the service had to be asked, and the call failed.
            StoreError: if the store cannot be read.
        """
        known = await self._store.abilities.get(ability)
        now = self._clock.now()
        if known is not None and known.holds(now):
            return known.there
        there = await (await self._gateway.client()).has(ability)
        with suppress(StoreError):  # it is asked again next time
            await self._store.abilities.put(ability, Tried(there, now))
        return there
