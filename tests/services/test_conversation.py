"""Sending: each step on disk before it is told, one at a time a session, never twice."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.services.conftest import HANGING, QUICK, opened
from tests.services.steps import A, F, Q, R, S, U, steps, stored, until
from tests.support.faulty_server import (
    Act,
    Answer,
    FaultyServer,
    Hang,
    ResetAfter,
    ResetBefore,
    Wire,
    error,
    web_page,
)
from tui.domain.faults import FaultKind, UserError

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tui.domain.models import MessageState
    from tui.services.open import Services

REPLY = Answer({"success": True, "response": "HELLO", "session_id": "s"})


@dataclass(frozen=True)
class Held:
    """Take the request, and answer it when the test says so."""

    free: Event

    def play(self, wire: Wire) -> None:
        wire.take()
        assert self.free.wait(20)
        wire.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + BODY)


BODY = b'{"success": true, "response": "HELLO"}'


async def test_what_was_just_queued_is_claimed_without_a_look_at_its_session(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued = await services.conversation.enqueue("s", 1, "When are you open?")
    looked: list[str] = []

    async def look(session_id: str) -> None:
        looked.append(session_id)

    monkeypatch.setattr(services.store.sessions, "get", look)
    delivery = services.conversation.deliver(queued)
    assert [(event.website_id, event.message.state) async for event in delivery] == [(1, S), (1, A)]
    assert not looked


async def test_a_question_is_on_disk_then_sent_then_answered(
    services: Services, sandbox: RunningSandbox
) -> None:
    queued = await services.conversation.enqueue("s", 1, "When are you open?")
    assert (queued.website_id, queued.message.state, queued.reply) == (1, Q, None)
    assert await stored(services) == [("When are you open?", Q)]
    sending, answered = await steps(services)
    assert sending.message.state is S
    assert answered.message.state is A
    assert answered.message.key == queued.message.key
    assert answered.message.seconds is not None
    assert answered.reply is not None
    assert [message.content for message in sandbox.messages("s")] == [
        "When are you open?",
        answered.reply.content,
    ]
    assert sandbox.messages_used() == 1
    assert (await services.library.page("s")).messages == (answered.message, answered.reply)


async def test_the_website_of_the_session_answers(services: Services, sandbox: RunningSandbox) -> None:
    await services.conversation.enqueue("s", 2, "hello")
    assert {event.website_id for event in await steps(services)} == {2}
    with pytest.raises(UserError, match="another website"):
        await services.conversation.enqueue("s", 1, "hello")
    assert sandbox.messages_used() == 1


@pytest.mark.parametrize("text", ["", " \n\t "])
async def test_nothing_is_not_sent(services: Services, text: str) -> None:
    with pytest.raises(UserError, match="nothing to send"):
        await services.conversation.enqueue("s", 1, text)
    assert await services.library.session("s") is None


async def test_a_queue_is_sent_in_order_one_at_a_time() -> None:
    free = Event()
    with FaultyServer(Held(free)) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            pumping = asyncio.create_task(steps(services))
            await until(lambda: len(server.requests) == 1)
            await services.conversation.enqueue("s", 1, "two")
            await services.conversation.enqueue("s", 1, "three")
            second = asyncio.create_task(steps(services))
            await asyncio.sleep(0.05)
            assert await stored(services) == [("one", S), ("two", Q), ("three", Q)]
            free.set()
            told = [(event.message.content, event.message.state) for event in await pumping]
            assert told == [("one", S), ("one", A), ("two", S), ("two", A), ("three", S), ("three", A)]
            assert await second == []
            assert [request.json()["message"] for request in server.requests] == ["one", "two", "three"]


async def test_four_sessions_at_most_are_on_their_way() -> None:
    free = Event()
    with FaultyServer(Held(free)) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            for number in range(6):
                await services.conversation.enqueue(f"s{number}", 1, "hello")
            pumps = [asyncio.create_task(steps(services, f"s{number}")) for number in range(6)]
            await until(lambda: len(server.requests) == 4)
            await asyncio.sleep(0.05)
            states = [(await stored(services, f"s{number}"))[0][1] for number in range(6)]
            assert sorted(states) == [Q, Q, S, S, S, S]
            free.set()
            await asyncio.gather(*pumps)
            assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("act", "kind", "state"),
    [
        (ResetBefore(), FaultKind.BROKEN, U),
        (ResetAfter(), FaultKind.BROKEN, U),
        (Hang(), FaultKind.ANSWER_TIMEOUT, U),
        (error(400, "bad"), FaultKind.BAD_REQUEST, F),
        (error(401, "no"), FaultKind.KEY_REFUSED, Q),
        (error(403, "no"), FaultKind.FORBIDDEN, F),
        (error(429, "no more"), FaultKind.LIMIT_REACHED, F),
        (error(500, "oh"), FaultKind.SERVER_ERROR, U),
        (web_page(), FaultKind.NOT_JSON, U),
        (Answer({"success": True}), FaultKind.WRONG_SHAPE, U),
    ],
)
async def test_the_fault_decides_what_becomes_of_the_message_and_the_rest_of_the_queue_waits(
    act: Act, kind: FaultKind, state: MessageState
) -> None:
    with FaultyServer(act) as server:
        async with await opened(server.base_url, timeouts=HANGING) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            sending, settled, *_ = await steps(services)
            assert sending.message.state is S
            assert settled.message.fault is not None
            assert settled.message.fault.kind is kind
            assert await stored(services) == [("one", state), ("two", Q)]
            assert sum(request.method == "POST" for request in server.requests) <= 1
            assert await services.conversation.queued_sessions() == ["s"]


@pytest.mark.parametrize(
    ("act", "state"),
    [(error(403, "not on this plan"), F), (Answer({"success": True}), U)],
    ids=["failed", "unknown"],
)
async def test_nothing_goes_past_what_waits_for_the_person_but_what_is_queued_knowingly_goes(
    act: Act, state: MessageState
) -> None:
    with FaultyServer(act, REPLY) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            conversation = services.conversation
            one = await conversation.enqueue("s", 1, "one")
            await steps(services)
            two = await conversation.enqueue("s", 1, "two")
            assert await steps(services) == []  # as at a next start: the person has to decide first
            three = await conversation.enqueue("s", 1, "three")
            assert [event async for event in conversation.deliver(three)] == []
            assert await stored(services) == [("one", state), ("two", Q), ("three", Q)]
            assert [event.message.state async for event in conversation.deliver(two)] == [S, A, S, A]
            four = await conversation.enqueue("s", 1, "four")
            assert [event.message.state async for event in conversation.deliver(four)] == [S, A]
            await conversation.retry(one.message.key)
            assert [event.message.state for event in await steps(services)] == [S, A]
            posts = [request.json()["message"] for request in server.requests if request.method == "POST"]
            assert posts == ["one", "two", "three", "four", "one"]


async def test_a_message_that_failed_is_sent_again_at_a_person_s_word() -> None:
    with FaultyServer(error(403, "not on this plan"), REPLY) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            await steps(services)
            again = await services.conversation.retry(queued.message.key)
            assert (again.website_id, again.message.state, again.message.fault) == (1, Q, None)
            await steps(services)
            assert await stored(services) == [("one", A), ("HELLO", R), ("two", A), ("HELLO", R)]
            assert [request.json()["message"] for request in server.requests] == ["one", "one", "two"]
            with pytest.raises(UserError, match="no second try"):
                await services.conversation.retry(queued.message.key)


async def test_a_waiting_message_can_be_withdrawn_and_one_on_its_way_cannot() -> None:
    free = Event()
    with FaultyServer(Held(free)) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            first = await services.conversation.enqueue("s", 1, "one")
            second = await services.conversation.enqueue("s", 1, "two\nlines")
            pumping = asyncio.create_task(steps(services))
            await until(lambda: len(server.requests) == 1)
            assert await services.conversation.withdraw(second.message.key) == "two\nlines"
            for key in (first.message.key, second.message.key):
                with pytest.raises(UserError, match="on its way already"):
                    await services.conversation.withdraw(key)
            free.set()
            await pumping
            assert len(server.requests) == 1


async def test_a_message_that_is_out_when_the_program_ends_is_unknown() -> None:
    with FaultyServer(Hang()) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            pumping = asyncio.create_task(steps(services))
            await until(lambda: len(server.requests) == 1)
            pumping.cancel()
            with pytest.raises(asyncio.CancelledError):
                await pumping
            page = await services.library.page("s")
            assert [message.state for message in page.messages] == [U, Q]
            fault = page.messages[0].fault
            assert fault is not None
            assert fault.kind is FaultKind.INTERRUPTED


async def test_a_pump_that_is_closed_before_the_request_leaves_the_message_queued(
    services: Services, sandbox: RunningSandbox
) -> None:
    await services.conversation.enqueue("s", 1, "one")
    async with aclosing(services.conversation.pump("s")) as pumping:
        async for event in pumping:
            assert event.message.state is S
            break
    assert await stored(services) == [("one", Q)]
    assert sandbox.messages_used() == 0
    assert [event.message.state for event in await steps(services)] == [S, A]


async def test_a_pump_cancelled_anywhere_leaves_no_message_sending(
    services: Services, sandbox: RunningSandbox
) -> None:
    chance = random.Random(4)
    for number in range(60):
        session_id = f"s{number}"
        await services.conversation.enqueue(session_id, 1, "hello")
        pumping = asyncio.create_task(steps(services, session_id))
        await asyncio.sleep(chance.uniform(0, 0.012))
        pumping.cancel()
        await asyncio.gather(pumping, return_exceptions=True)
        (_, state), *_ = await stored(services, session_id)
        assert state in {Q, A, U}
        if state is Q:
            assert sandbox.messages(session_id) == []
            await services.conversation.withdraw((await services.library.page(session_id)).messages[0].key)


async def test_one_message_alone_is_sent_and_the_rest_of_the_queue_waits(
    services: Services, sandbox: RunningSandbox
) -> None:
    await services.conversation.enqueue("s", 1, "left from before")
    mine = await services.conversation.enqueue("s", 1, "mine")
    states = [event.message.state async for event in services.conversation.send(mine.message)]
    assert states == [S, A]
    assert sandbox.messages_used() == 1
    assert [text for text, state in await stored(services) if state is Q] == ["left from before"]
    again = [event async for event in services.conversation.send(mine.message)]
    assert again == []
    outcome = await services.conversation.outcome(mine.message)
    assert outcome.message.state is A
    assert outcome.reply is not None


async def test_two_instances_on_one_file_send_each_message_once(
    services: Services, sandbox: RunningSandbox
) -> None:
    async with await opened(sandbox.base_url, sandbox.api_key) as other:
        await other.connect()
        for number in range(12):
            sender = (services, other)[number % 2]
            await sender.conversation.enqueue(f"s{number % 3}", 1, f"question {number}")
        told = await asyncio.gather(
            *(steps(each, f"s{number}") for number in range(3) for each in (services, other))
        )
        answered = [event.message.key for events in told for event in events if event.reply]
        assert len(answered) == len(set(answered)) == 12
        assert sandbox.messages_used() == 12
        for number in range(3):
            questions = [m.content for m in sandbox.messages(f"s{number}") if m.role == "user"]
            assert questions == [f"question {n}" for n in range(12) if n % 3 == number]


async def test_without_a_key_a_message_waits_for_one(sandbox: RunningSandbox) -> None:
    from tui.domain.api_key import ApiKey

    async with await opened(sandbox.base_url, "") as services:
        await services.conversation.enqueue("s", 1, "one")
        pumping = asyncio.create_task(steps(services))
        await asyncio.sleep(0.01)
        assert await stored(services) == [("one", Q)], "until it is known whether there is a key, it waits"
        assert not await services.connect()
        (_, waits) = await pumping
        assert (waits.message.state, waits.message.retry_at) == (Q, None)
        assert waits.message.fault is not None
        assert waits.message.fault.kind is FaultKind.NO_KEY
        await services.use_key(ApiKey(sandbox.api_key))
        assert [event.message.state for event in await steps(services)] == [S, A]
