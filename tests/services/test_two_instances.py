"""Two instances of the program on one profile: each sees what the other does, and nothing is done twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.services.conftest import opened
from tests.services.steps import A, steps, stored
from tui.domain.models import Address, Draft

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.sandbox import RunningSandbox
    from tui.services.open import Services


async def told(watching: AsyncIterator[frozenset[str]]) -> frozenset[str]:
    async with asyncio.timeout(10):
        return await anext(watching)


async def test_each_sees_what_the_other_sends_and_what_comes_back(
    services: Services, sandbox: RunningSandbox
) -> None:
    await services.conversation.enqueue("old", 1, "before the other came")
    async with await opened(sandbox.base_url, sandbox.api_key) as other:
        await other.connect()
        watching = other.library.watch(every=0.02)
        first = asyncio.create_task(told(watching))
        await asyncio.sleep(0.1)
        assert not first.done(), "what was there before is no change"
        await services.conversation.enqueue("s", 1, "one")
        assert await first == {"s"}
        assert await stored(other) == await stored(services)
        await steps(services)
        assert await told(watching) == {"s"}
        assert (await stored(other))[0] == ("one", A)
        assert await stored(other) == await stored(services)
        await services.library.rename("old", "A name")
        await services.library.save_draft(Address(1, "d"), "typed", over=Draft())
        seen = set(await told(watching))
        while seen != {"old", "d"}:
            seen |= await told(watching)
        await watching.aclose()


async def test_what_an_instance_changes_itself_is_no_news(services: Services) -> None:
    watching = services.library.watch(every=0.02)
    news = asyncio.create_task(told(watching))
    await asyncio.sleep(0.05)
    for number in range(5):
        await services.conversation.enqueue(f"s{number}", 1, "one")
        await steps(services, f"s{number}")
    assert not news.done()
    news.cancel()
    await asyncio.gather(news, return_exceptions=True)
    await watching.aclose()


async def test_a_session_whose_last_words_were_taken_back_is_told_too(
    services: Services, sandbox: RunningSandbox
) -> None:
    queued = await services.conversation.enqueue("s", 1, "one")
    async with await opened(sandbox.base_url, sandbox.api_key) as other:
        watching = other.library.watch(every=0.02)
        news = asyncio.create_task(told(watching))
        await asyncio.sleep(0.05)
        await services.conversation.withdraw(queued.message.key)
        assert await news == {"s"}
        assert await other.library.session("s") is None
        await watching.aclose()
