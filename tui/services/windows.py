"""Asking the service for a session's messages, a few sessions at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind, ServiceError
from tui.domain.models import WINDOW_LIMIT

if TYPE_CHECKING:
    from tui.domain.models import RemoteMessage
    from tui.services.gateway import Gateway

AT_ONCE = 4
"""Sessions that are asked for at the same time; further ones wait."""


class Windows:
    """Fetches what ``/conversations/`` gives of a session: all of a short one, one end of a longer one."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._fetching = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, session_id: str) -> list[RemoteMessage]:
        """The session's messages, oldest first, ``WINDOW_LIMIT`` at most.

        Raises:
            ServiceError: if the service does not tell, or tells that there is no such session.
        """
        client = await self._gateway.client()
        async with self._fetching:
            return await client.conversation(session_id, WINDOW_LIMIT)

    async def fetch_any(self, session_id: str) -> list[RemoteMessage]:
        """As :meth:`fetch`, and nothing of a session that the service does not find.

        Raises:
            ServiceError: if the service does not tell.
        """
        try:
            return await self.fetch(session_id)
        except ServiceError as error:
            if error.fault.kind is FaultKind.NOT_FOUND:
                return []
            raise
