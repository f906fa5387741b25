"""Words for the tests of sending."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from tests.support import PATIENCE
from tui.domain.models import MessageState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui.domain.models import Message, SendEvent
    from tui.services.open import Services

T = TypeVar("T")

Q, S, A, F, U, R = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.ANSWERED,
    MessageState.FAILED,
    MessageState.UNKNOWN,
    MessageState.RECEIVED,
)


async def steps(services: Services, session_id: str = "s") -> list[SendEvent]:
    return [event async for event in services.conversation.pump(session_id)]


async def stored(services: Services, session_id: str = "s") -> list[tuple[str, MessageState]]:
    page = await services.library.page(session_id)
    return [(message.content, message.state) for message in page.messages]


async def eventually(look: Callable[[], Awaitable[T]]) -> T:
    """Look until there is something to see, and return it."""
    async with asyncio.timeout(PATIENCE):
        while not (seen := await look()):  # noqa: ASYNC110 - another task changes it
            await asyncio.sleep(0.005)
    return seen


async def until(predicate: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not predicate():  # noqa: ASYNC110 - another thread changes it
            await asyncio.sleep(0.005)


async def waiting(services: Services, session_id: str = "s") -> Message | None:
    """The message of the session that is to be tried again by itself, if there is one."""
    page = await services.library.page(session_id)
    return next((message for message in page.messages if message.retry_at is not None), None)
