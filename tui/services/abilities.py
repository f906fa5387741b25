"""Optional parts of the API: tried when they are first wanted, and remembered for the day."""

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
    """Knows what the service can do beyond its documented calls."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock

    async def has(self, ability: Ability) -> bool:
        """Tell whether the service has the ability; it is asked once a day.

        Raises:
            ServiceError: if it has to be asked, and does not say.
            StoreError: if the file cannot be read.
        """
        known = await self._store.abilities.get(ability)
        now = self._clock.now()
        if known is not None and known.holds(now):
            return known.there
        there = await (await self._gateway.client()).has(ability)
        with suppress(StoreError):  # then it is asked once more
            await self._store.abilities.put(ability, Tried(there, now))
        return there
