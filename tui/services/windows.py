"""Conversation fetcher: fetches the conversation window of a session, a few sessions at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind, ServiceError
from tui.domain.models import WINDOW_LIMIT

if TYPE_CHECKING:
    from tui.domain.models import RemoteMessage
    from tui.services.gateway import Gateway

AT_ONCE = 4
"""Sessions fetched at the same time; further ones wait."""


class Windows:
    """Fetches conversation windows from ``/conversations/``: a short session whole, one end of a long one."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._fetching = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, session_id: str) -> list[RemoteMessage]:
        """Fetch the session's messages, oldest first, ``WINDOW_LIMIT`` at most.

        Raises:
            ServiceError: if the call fails, or the service has no such session.
        """
        client = await self._gateway.client()
        async with self._fetching:
            return await client.conversation(session_id, WINDOW_LIMIT)

    async def fetch_any(self, session_id: str) -> list[RemoteMessage]:
        """Fetch as :meth:`fetch`, but return an empty list for a session that the service does not have.

        Raises:
            ServiceError: if the call fails.
        """
        try:
            return await self.fetch(session_id)
        except ServiceError as error:
            if error.fault.kind is FaultKind.NOT_FOUND:
                return []
            raise
