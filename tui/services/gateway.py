"""Gateway: gives the services the current API client, which arrives late and is replaced by a new key's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError
from tui.services.faults import NO_KEY

if TYPE_CHECKING:
    from tui.api.client import ApiClient


class Gateway:
    """Holds the current API client; calls wait until it is known whether there is one."""

    def __init__(self) -> None:
        self._clients: list[ApiClient] = []
        self._decided = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """Whether there is a client."""
        return bool(self._clients)

    async def client(self) -> ApiClient:
        """Return the current client.

        Raises:
            ServiceError: if there is none, for want of a key.
        """
        await self._decided.wait()
        if not self._clients:
            raise ServiceError(NO_KEY)
        return self._clients[-1]

    async def decided(self) -> None:
        """Wait until it is known whether there is a client."""
        await self._decided.wait()

    def use(self, client: ApiClient | None) -> None:
        """Make ``client`` current, unless it is ``None``, and release waiting calls.

        Calls under way keep the client that they began with.
        """
        if client is not None:
            self._clients.append(client)
        self._decided.set()

    async def close(self) -> None:
        """Close every client."""
        while self._clients:
            await self._clients.pop().close()
