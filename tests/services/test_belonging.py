"""A store belongs to its service: what was written for one is not sent to another by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.conftest import opened
from tui.domain.models import MessageState

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tui.domain.models import Message

ELSEWHERE = "https://elsewhere.invalid/api/v1/"


async def queue_at(base_url: str) -> None:
    async with await opened(base_url) as services:
        await services.conversation.enqueue("s", 1, "meant for one service")


async def stored_at(base_url: str, key: str) -> Message:
    async with await opened(base_url, key) as services:
        await services.connect()
        for session_id in await services.conversation.unsettled_sessions():
            async for _ in services.conversation.resume(session_id):
                pass
        return (await services.store.messages.page("s")).messages[0]


async def test_what_was_queued_for_another_service_is_not_sent(sandbox: RunningSandbox) -> None:
    await queue_at(ELSEWHERE)
    message = await stored_at(sandbox.base_url, sandbox.api_key)
    assert message.state is MessageState.FAILED
    assert message.fault is not None
    assert message.fault.sentence == f"The message was written for {ELSEWHERE} and was not sent."
    assert message.fault.retryable
    assert sandbox.messages_used() == 0
    async with await opened(sandbox.base_url, sandbox.api_key) as services:
        await services.connect()
        await services.conversation.retry(message.key)
        async for _ in services.conversation.resume("s"):
            pass
    assert sandbox.messages_used() == 1


@pytest.mark.parametrize("port", ["", ":9"])
async def test_what_was_queued_for_the_same_one_or_an_earlier_sandbox_is(
    sandbox: RunningSandbox, port: str
) -> None:
    await queue_at(f"http://localhost{port}/api/v1/" if port else sandbox.base_url)
    assert (await stored_at(sandbox.base_url, sandbox.api_key)).state is MessageState.ANSWERED
    assert sandbox.messages_used() == 1
