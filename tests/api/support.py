"""Short ways to make a client, a call and its fault."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.faulty_server import Act, FaultyServer
from tui.api.client import ApiClient
from tui.domain.api_key import ApiKey
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.endpoint import Timeouts
from tui.domain.faults import Fault, ServiceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable

KEY = "canary-0123456789-key"
PATIENT = Timeouts(connect=30, chat=20, other=20)
HASTY = Timeouts(connect=0.2, chat=0.3, other=0.3)


def client_of(base_url: str, timeouts: Timeouts = PATIENT) -> ApiClient:
    return ApiClient(base_url, ApiKey(KEY), timeouts, clock=SYSTEM_CLOCK)


@asynccontextmanager
async def served(*acts: Act, timeouts: Timeouts = PATIENT) -> AsyncGenerator[tuple[ApiClient, FaultyServer]]:
    """A client, and a server that plays these acts for it."""
    with FaultyServer(*acts) as server:
        async with client_of(server.base_url, timeouts) as client:
            yield client, server


async def fault_of(call: Awaitable[object]) -> Fault:
    """The fault that a call ends with."""
    with pytest.raises(ServiceError) as caught:
        await call
    return caught.value.fault


async def chat_fault(*acts: Act, timeouts: Timeouts = PATIENT) -> Fault:
    """The fault of a message to a server that plays these acts."""
    async with served(*acts, timeouts=timeouts) as (client, _):
        return await fault_of(client.chat("Are you open?", session_id="s1"))


async def account_fault(*acts: Act, timeouts: Timeouts = PATIENT) -> Fault:
    """The fault of a call that spends nothing."""
    async with served(*acts, timeouts=timeouts) as (client, _):
        return await fault_of(client.account())
