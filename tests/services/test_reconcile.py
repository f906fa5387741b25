"""A message whose answer never came: looked for, found or not, and never sent twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.domain.test_transcript_merge import ASKED, CHANGED
from tests.faults.service import (
    Service,
    answered,
    astray,
    late,
    reset_after,
    reset_after_by_a_clock_of_yesterday,
    reset_before,
    unanswered,
)
from tests.services.conftest import AT_ONCE, QUICK, opened
from tests.services.steps import A, F, Q, R, S, U, steps, stored, until
from tests.support.faulty_server import FaultyServer
from tui.domain.backoff import Growth, Pace
from tui.domain.endpoint import Timeouts
from tui.domain.faults import FaultKind, UserError
from tui.domain.models import WINDOW_LIMIT

if TYPE_CHECKING:
    from tui.domain.models import SendEvent
    from tui.services.open import Services

PATIENT = Timeouts(chat=60, other=20)


async def resumed(services: Services, session_id: str = "s") -> list[SendEvent]:
    return [event async for event in services.conversation.resume(session_id)]


def kinds(events: list[SendEvent]) -> list[FaultKind | None]:
    return [event.message.fault.kind if event.message.fault else None for event in events]


async def left_in_doubt(services: Services, text: str = "one") -> None:
    """Send a message, and end the pump as soon as its fate is unknown."""
    await services.conversation.enqueue("s", 1, text)
    stream = services.conversation.pump("s")
    async for event in stream:
        if event.looking:
            break
    await stream.aclose()


async def test_a_message_that_was_taken_is_answered_and_the_queue_goes_on() -> None:
    service = Service([reset_after, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            events = await steps(services)
            assert [event.message.state for event in events] == [S, U, A, S, A]
            assert [event.looking for event in events] == [False, True, False, False, False]
            assert kinds(events)[1:3] == [FaultKind.BROKEN, None]
            found = events[2]
            assert found.reply is not None
            assert found.reply.content == "ONE"
            assert await stored(services) == [("one", A), ("ONE", R), ("two", A), ("TWO", R)]
            assert service.posts == service.taken == ["one", "two"]


async def test_a_message_that_was_not_taken_is_failed_and_may_be_sent_again() -> None:
    service = Service([reset_before, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            failed = (await steps(services))[-1].message
            assert failed.fault is not None
            assert (failed.fault.kind, failed.fault.may_have_been_taken) == (FaultKind.NOT_TAKEN, False)
            assert "broke" in failed.fault.sentence
            assert "does not have this message" in failed.fault.sentence
            assert await stored(services) == [("one", F), ("two", Q)]
            assert sum(request.method == "GET" for request in server.requests) >= 2, "it is asked again"
            await services.conversation.retry(failed.key)
            await steps(services)
            assert await stored(services) == [("one", A), ("ONE", R), ("two", A), ("TWO", R)]
            assert service.taken == ["one", "two"]


async def test_an_answer_to_another_session_is_kept_there_and_the_message_is_looked_for() -> None:
    service = Service([astray])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            events = await steps(services)
            assert [event.message.state for event in events] == [S, U, A]
            assert kinds(events)[1] is FaultKind.OTHER_SESSION
            assert await stored(services) == [("one", A), ("ONE", R)]
            assert await stored(services, "another") == [("A stranger's.", R)]


@pytest.mark.parametrize("kept", CHANGED)
async def test_a_message_that_the_service_keeps_changed_is_found_and_shown_once_in_our_words(
    kept: str,
) -> None:
    service = Service([reset_after, answered], keep=lambda text: kept if text == ASKED else text)
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, ASKED)
            await services.conversation.enqueue("s", 1, "two")
            assert [event.message.state for event in await steps(services)] == [S, U, A, S, A]
            await services.library.refresh_session("s")
            expected = [(ASKED, A), (ASKED.upper(), R), ("two", A), ("TWO", R)]
            assert await stored(services) == expected
            assert service.posts == [ASKED, "two"]


@pytest.mark.parametrize(
    "service",
    [
        Service([reset_after], keep=lambda _: "[removed]"),
        Service([reset_after], is_found=False),
        Service([reset_after], names=("enquirer", "clerk"), keep=lambda _: "[removed]"),
        Service([reset_after], window=slice(50)),
        Service([reset_after], window=slice(20)),
        Service([reset_after_by_a_clock_of_yesterday]),
    ],
    ids=["nothing is left of it", "404", "other roles", "50 of 100", "20 of 100", "another clock"],
)
async def test_what_is_not_proven_is_not_called_failed(service: Service) -> None:
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            if service.window.stop:
                for number in range(service.window.stop // 2):
                    service.take(f"old {number}", ago=1000 - number)
                await services.library.register([("s", 1)])
                await services.library.refresh_session("s")
            await services.conversation.enqueue("s", 1, "one")
            last = (await steps(services))[-1]
            assert (last.message.state, kinds([last])) == (U, [FaultKind.CANNOT_TELL])
            assert service.posts == ["one"]
            assert (await resumed(services))[-1].message.state is U, "however often one looks"


@pytest.mark.parametrize("names", [("human", "bot"), ("visitor", "agent"), ("enquirer", "ai")])
async def test_roles_by_other_names_hide_no_message(names: tuple[str, str]) -> None:
    service = Service([reset_after], names=names)
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            assert [event.message.state for event in await steps(services)] == [S, U, A]
            assert await stored(services) == [("one", A), ("ONE", R)]


async def test_a_service_that_is_slow_to_write_is_waited_for() -> None:
    service = Service([late(0.25)])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            assert [event.message.state for event in await steps(services)] == [S, U, A]


async def test_a_message_without_a_reply_is_waited_for_and_then_told() -> None:
    service = Service([unanswered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            last = (await steps(services))[-1]
            assert (last.message.state, last.looking) == (U, False)
            assert kinds([last]) == [FaultKind.NO_REPLY]
            assert service.taken == ["one"]
            service.transcript.append({**service.transcript[0], "role": "assistant", "content": "ONE"})
            events = await resumed(services)
            assert [(event.message.state, event.looking) for event in events] == [(U, True), (A, False)]
            assert await stored(services) == [("one", A), ("ONE", R)]


async def test_one_that_is_sent_again_though_it_was_taken_is_there_twice_as_it_is_at_the_service() -> None:
    service = Service([unanswered, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            doubted = (await steps(services))[-1].message
            await services.conversation.retry(doubted.key)
            assert (await steps(services))[-1].message.state is A
            await services.library.refresh_session("s")
            assert await stored(services) == [("one", R), ("one", A), ("ONE", R)]


async def test_a_window_that_cannot_show_it_leaves_it_unknown_and_says_so() -> None:
    service = Service([reset_after])
    for number in range(WINDOW_LIMIT):
        service.take(f"old {number}", ago=1000 - number)
    service.window = slice(WINDOW_LIMIT)
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.library.register([("s", 1)])
            await services.library.refresh_session("s")
            await services.conversation.enqueue("s", 1, "one")
            last = (await steps(services))[-1]
            assert last.message.state is U
            assert kinds([last]) == [FaultKind.CANNOT_TELL]
            service.window = slice(-WINDOW_LIMIT, None)
            assert (await resumed(services))[-1].message.state is A


async def test_after_a_restart_it_is_looked_for_by_itself_and_the_queue_goes_on() -> None:
    service = Service([reset_after, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await left_in_doubt(services)
            await services.conversation.enqueue("s", 1, "two")
            await services.conversation.enqueue("t", 1, "three")
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            assert await services.conversation.unsettled_sessions() == ["s", "t"]
            assert [event.message.state for event in await resumed(services)] == [U, A, S, A]
            assert [event.message.state for event in await resumed(services, "t")] == [S, A]
            assert await services.conversation.unsettled_sessions() == []
            assert service.taken == ["one", "two", "three"]


async def test_a_queue_behind_one_that_was_not_taken_waits_for_the_person() -> None:
    service = Service([reset_before, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await left_in_doubt(services)
            await services.conversation.enqueue("s", 1, "two")
            assert [event.message.state for event in await resumed(services)] == [U, F]
            assert await stored(services) == [("one", F), ("two", Q)]
            assert service.posts == ["one"]


async def test_a_service_that_cannot_be_asked_changes_nothing() -> None:
    service = Service([reset_after])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await left_in_doubt(services)
    async with await opened("http://127.0.0.1:9", timeouts=QUICK) as services:
        await services.connect()
        last = (await resumed(services))[-1]
        assert (last.message.state, last.looking) == (U, False)
        assert kinds([last]) == [FaultKind.BROKEN]
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            assert (await resumed(services))[-1].message.state is A


async def test_a_person_who_sends_it_again_ends_the_search_at_once() -> None:
    service = Service([reset_before, answered])
    slow = Pace(look=Growth(30, longest=30))
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT, pace=slow) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            pumping = asyncio.create_task(steps(services))
            await until(lambda: sum(request.method == "GET" for request in server.requests) == 1)
            await services.conversation.retry(queued.message.key)
            async with asyncio.timeout(10):
                events = await pumping
            assert [event.message.state for event in events] == [S, U, S, A]
            assert service.taken == ["one"]


@pytest.mark.parametrize("again", [False, True])
async def test_a_search_that_is_ended_half_way_leaves_it_unknown(again: bool) -> None:
    service = Service([reset_before])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT, pace=AT_ONCE) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            searching = asyncio.create_task(steps(services))
            await until(lambda: sum(request.method == "GET" for request in server.requests) == 3)
            searching.cancel()
            await asyncio.gather(searching, return_exceptions=True)
            assert await stored(services) == [("one", U)]
            if again:
                service.take("one")
                assert (await resumed(services))[-1].message.state is A


async def test_two_instances_that_look_for_the_same_message_agree() -> None:
    service = Service([reset_after])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await left_in_doubt(services)
            async with await opened(server.base_url, timeouts=PATIENT) as other:
                await other.connect()
                found = await asyncio.gather(resumed(services), resumed(other))
                assert {events[-1].message.state for events in found if events} == {A}
                assert await stored(services) == await stored(other) == [("one", A), ("ONE", R)]


async def test_one_sent_again_by_another_instance_is_not_declared_failed_by_this_one() -> None:
    service = Service([reset_before, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            searching = asyncio.create_task(steps(services))
            await until(lambda: sum(request.method == "GET" for request in server.requests) == 1)
            async with await opened(server.base_url) as other:
                await other.conversation.retry(queued.message.key)
                events = await searching
                assert F not in {event.message.state for event in events}
            assert await stored(services) == [("one", A), ("ONE", R)]
            assert service.taken == ["one"]


async def test_a_message_in_doubt_is_left_as_it_is_and_the_queue_goes_on() -> None:
    service = Service([unanswered, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await left_in_doubt(services)
            await services.conversation.enqueue("s", 1, "two")
            key = (await services.library.page("s")).messages[0].key
            left = (await services.conversation.dismiss(key)).message
            assert left.fault is not None
            assert (left.state, left.fault.kind) == (R, FaultKind.DISMISSED)
            assert await services.conversation.unsettled_sessions() == ["s"]
            await resumed(services)
            assert await stored(services) == [("one", R), ("two", A), ("TWO", R)]
            session = await services.library.session("s")
            assert session is not None
            assert not session.trouble
            assert await services.conversation.unsettled_sessions() == []
            with pytest.raises(UserError, match="not in doubt any more"):
                await services.conversation.dismiss(key)
            with pytest.raises(UserError, match="no second try"):
                await services.conversation.retry(key)
    assert service.posts == ["one", "two"]


async def test_what_is_left_as_it_is_while_it_is_looked_for_lets_the_queue_go_on() -> None:
    service = Service([unanswered, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            seen: list[SendEvent] = []
            async for event in services.conversation.pump("s"):
                seen.append(event)
                if event.looking:
                    await services.conversation.dismiss(queued.message.key)
            assert [event.message.state for event in seen] == [S, U, R, S, A]
    assert service.posts == ["one", "two"]


async def test_a_message_that_was_left_as_it_is_and_turns_up_is_in_doubt_no_more() -> None:
    service = Service([reset_after])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await left_in_doubt(services)
            key = (await services.library.page("s")).messages[0].key
            await services.conversation.dismiss(key)
            await services.library.open_by_id("s", 1)
            await services.library.refresh_session("s")
            page = await services.library.page("s")
            assert [(each.content, each.state, each.fault) for each in page.messages] == [
                ("one", R, None),
                ("ONE", R, None),
            ]


async def test_another_text_for_a_message_in_doubt_is_one_of_its_own_before_what_waits() -> None:
    service = Service([unanswered, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=PATIENT) as services:
            await services.connect()
            await left_in_doubt(services)
            for text in ("three", "four"):
                await services.conversation.enqueue("s", 1, text)
            key = (await services.library.page("s")).messages[0].key
            await services.conversation.edit(key, "two")
            assert await stored(services) == [("one", R), ("two", Q), ("three", Q), ("four", Q)]
            await steps(services)
    assert service.posts == ["one", "two", "three", "four"]


async def test_another_text_for_a_message_that_failed_is_sent_in_its_place() -> None:
    service = Service([reset_before, answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            queued = await services.conversation.enqueue("s", 1, "one")
            await services.conversation.enqueue("s", 1, "two")
            await steps(services)
            await services.conversation.edit(queued.message.key, "one, said better")
            await steps(services)
            assert (await stored(services))[0] == ("one, said better", A)
    assert service.taken == ["one, said better", "two"]
