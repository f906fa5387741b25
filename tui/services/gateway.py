"""The one way to the API: a client that comes late, and that a new key replaces."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError
from tui.services.faults import NO_KEY

if TYPE_CHECKING:
    from tui.api.client import ApiClient


class Gateway:
    """Holds the client of the moment. Before it is known whether there is one, calls wait."""

    def __init__(self) -> None:
        self._clients: list[ApiClient] = []
        self._decided = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """Whether there is a client."""
        return bool(self._clients)

    async def client(self) -> ApiClient:
        """The client.

        Raises:
            ServiceError: if there is no key to make one with.
        """
        await self._decided.wait()
        if not self._clients:
            raise ServiceError(NO_KEY)
        return self._clients[-1]

    async def decided(self) -> None:
        """Wait until it is known whether there is a client."""
        await self._decided.wait()

    def use(self, client: ApiClient | None) -> None:
        """Make calls with ``client`` from now on; those under way go on with the one before."""
        if client is not None:
            self._clients.append(client)
        self._decided.set()

    async def close(self) -> None:
        """Close every client."""
        while self._clients:
            await self._clients.pop().close()
