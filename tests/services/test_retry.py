"""What was surely not taken and passes by itself is tried again, for a while, until the person stops it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.faults.service import Service, answered, away, key_refused, limit_reached, said
from tests.services.conftest import opened
from tests.services.steps import A, F, Q, R, S, eventually, steps, stored, waiting
from tests.support.faulty_server import FaultyServer, error
from tests.support.sandbox import running_sandbox
from tui import paths
from tui.domain import backoff
from tui.domain.api_key import ApiKey
from tui.domain.backoff import TRIES, Growth, Pace
from tui.domain.faults import FaultKind, UserError

if TYPE_CHECKING:
    from tests.faults.service import Play
    from tui.domain.models import Message

SLOW = Pace(retry=Growth(60, longest=60))


def why_it_waits(message: Message) -> FaultKind | None:
    """Why a message waits for its next try; ``None`` if it does not."""
    if message.state is not Q or message.retry_at is None or message.fault is None:
        return None
    return message.fault.kind


async def test_a_service_that_is_away_is_tried_again_until_it_is_back() -> None:
    service = Service([away, away, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            events = await steps(services)
            assert [event.message.state for event in events] == [S, Q, S, Q, S, A, S, A]
            assert why_it_waits(events[1].message) is why_it_waits(events[3].message) is FaultKind.AWAY
            assert (events[2].message.fault, events[2].message.retry_at) == (None, None)
            assert service.posts == ["one", "one", "one", "two"]
            assert service.taken == ["one", "two"]


async def test_too_many_at_once_is_tried_again_after_the_time_that_is_asked_for() -> None:
    service = Service([said(error(429, "Too many requests", Retry_After="1")), answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            events = await steps(services)
            assert [event.message.state for event in events] == [S, Q, S, A]
            waits = events[1].message
            assert why_it_waits(waits) is FaultKind.TOO_MANY
            assert waits.fault is not None
            assert "month" not in waits.fault.told
            assert service.taken == ["one"]


async def test_a_service_that_is_not_there_is_tried_again_until_it_is() -> None:
    with running_sandbox() as sandbox:
        port, base_url = sandbox.port, sandbox.base_url
    async with await opened(base_url, sandbox.api_key) as services:
        await services.connect()
        await services.conversation.enqueue("s", 1, "When are you open?")
        stream = services.conversation.pump("s")
        assert (await anext(stream)).message.state is S
        assert why_it_waits((await anext(stream)).message) is FaultKind.REFUSED
        with running_sandbox(port=port) as sandbox:
            assert [event.message.state async for event in stream][-1] is A
            assert sandbox.messages_used() == 1


async def test_five_tries_and_no_more() -> None:
    service = Service([away])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            events = await steps(services)
            assert [event.message.state for event in events] == [S, Q] * (TRIES - 1) + [S, F]
            assert events[-1].message.fault is not None
            assert events[-1].message.fault.kind is FaultKind.AWAY
            assert len(service.posts) == TRIES == 5
            assert await stored(services) == [("one", F), ("two", Q)]


@pytest.mark.parametrize(
    ("play", "state"),
    [(limit_reached, F), (key_refused, Q), (said(error(503, "Gone for long", Retry_After="121")), F)],
)
async def test_what_does_not_pass_by_itself_is_tried_once(play: Play, state: str) -> None:
    service = Service([play])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            last = (await steps(services))[-1].message
            assert (last.state, last.retry_at) == (state, None)
            assert service.posts == ["one"]


async def test_the_time_that_the_service_asks_for_is_obeyed() -> None:
    service = Service([said(error(503, "Away", Retry_After="1")), answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            stream = services.conversation.pump("s")
            before = datetime.now(UTC)
            await anext(stream)
            waits = (await anext(stream)).message
            assert waits.retry_at is not None
            assert waits.retry_at >= before + timedelta(seconds=1)
            sending = (await anext(stream)).message
            assert sending.sending_since is not None
            assert sending.sending_since >= waits.retry_at
            assert (await anext(stream)).message.state is A
            await stream.aclose()


async def test_a_person_stops_it_and_sends_it_again_later() -> None:
    service = Service([away, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, pace=SLOW) as services:
            await services.connect()
            conversation = services.conversation
            queued = await conversation.enqueue("s", 1, "one")
            await conversation.enqueue("s", 1, "two")
            assert not await conversation.stop_retrying("s")
            pumping = asyncio.create_task(steps(services))
            await eventually(lambda: conversation.stop_retrying("s"))
            async with asyncio.timeout(10):
                events = await pumping
            assert [event.message.state for event in events] == [S, Q, F]
            assert events[-1].message.fault is not None
            assert events[-1].message.fault.kind is FaultKind.AWAY
            assert await stored(services) == [("one", F), ("two", Q)]
            await conversation.retry(queued.message.key)
            await steps(services)
            assert service.taken == ["one", "two"]


async def test_it_can_be_stopped_at_the_very_step_that_tells_of_it() -> None:
    service = Service([away])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, pace=SLOW) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            async with asyncio.timeout(10):
                seen = [
                    (event.message.state, await services.conversation.stop_retrying("s"))
                    async for event in services.conversation.pump("s")
                ]
            assert seen == [(S, False), (Q, True), (F, False)]


async def test_what_waits_for_its_next_try_can_be_edited_and_withdrawn() -> None:
    service = Service([away, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, pace=SLOW) as services:
            await services.connect()
            first = await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            pumping = asyncio.create_task(steps(services))
            await eventually(lambda: waiting(services))
            edited = await services.conversation.edit(first.message.key, "one!")
            assert why_it_waits(edited.message) is FaultKind.AWAY
            assert await services.conversation.withdraw(first.message.key) == "one!"
            async with asyncio.timeout(10):
                await pumping
            assert await stored(services) == [("two", A), ("TWO", R)]
            assert service.posts == ["one", "two"]


async def test_after_a_restart_the_time_that_was_set_still_holds() -> None:
    service = Service([said(error(503, "Away", Retry_After="1")), answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            pumping = asyncio.create_task(steps(services))
            message = await eventually(lambda: waiting(services))
            pumping.cancel()
            await asyncio.gather(pumping, return_exceptions=True)
        async with await opened(server.base_url) as services:
            await services.connect()
            assert await waiting(services) == message
            sending, answer = await steps(services)
            assert sending.message.sending_since is not None
            assert message is not None
            assert message.retry_at is not None
            assert sending.message.sending_since >= message.retry_at
            assert answer.message.state is A


async def test_a_clock_that_was_set_back_by_a_day_delays_no_try_after_a_restart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Service([away, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, pace=SLOW) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            pumping = asyncio.create_task(steps(services))
            await eventually(lambda: waiting(services))
            pumping.cancel()
            await asyncio.gather(pumping, return_exceptions=True)
        with closing(sqlite3.connect(paths.database_file("default"))) as connection, connection:
            connection.execute("UPDATE messages SET retry_at = retry_at + 86400 * 1000000")
        monkeypatch.setattr(backoff, "WITHIN", 0.3)
        async with await opened(server.base_url) as services:
            await services.connect()
            assert [event.message.state for event in await steps(services)] == [S, A]
            assert service.taken == ["one"]


async def test_a_refused_key_keeps_the_queue_and_another_key_sends_it() -> None:
    service = Service([answered, key_refused, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            for text in ("one", "two", "three"):
                await services.conversation.enqueue("s", 1, text)
            last = (await steps(services))[-1].message
            assert (last.content, last.state, last.retry_at) == ("two", Q, None)
            assert last.fault is not None
            assert last.fault.kind is FaultKind.KEY_REFUSED
            assert await services.conversation.queued_sessions() == ["s"]
            await services.use_key(ApiKey("another-key"))
            assert [event.message.state for event in await steps(services)] == [S, A, S, A]
            assert service.taken == ["one", "two", "three"]


async def test_what_waits_for_a_key_can_be_given_up() -> None:
    service = Service([key_refused])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            assert (await services.conversation.give_up(queued.message)).message.state is Q, (
                "it was not tried"
            )
            await steps(services)
            failed = await services.conversation.give_up(queued.message)
            assert failed.message.state is F
            assert failed.message.fault is not None
            assert failed.message.fault.kind is FaultKind.KEY_REFUSED


async def test_a_queued_message_is_edited_and_one_on_its_way_is_not() -> None:
    service = Service([answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            with pytest.raises(UserError, match="nothing to send"):
                await services.conversation.edit(queued.message.key, " ")
            edited = await services.conversation.edit(queued.message.key, "two\nlines")
            assert (edited.message.content, edited.message.state) == ("two\nlines", Q)
            assert [hit.session.title for hit in await services.library.search("lines")] == ["two lines"]
            assert await services.library.search("one") == []
            await steps(services)
            assert service.taken == ["two\nlines"]
            with pytest.raises(UserError, match="on its way already"):
                await services.conversation.edit(queued.message.key, "three")
