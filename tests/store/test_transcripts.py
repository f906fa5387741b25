"""What the service tells, written into the stored transcript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.support import BROKEN, NOON, REFUSED, line, sending, states, told
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import MessageState, RemoteMessage, Role
from tui.store import order
from tui.store.store import Store
from tui.store.transcripts import TAIL


@pytest.fixture
async def session(store: Store) -> Store:
    await store.sessions.register([("s", 1)])
    return store


async def test_a_window_is_stored_exactly(session: Store) -> None:
    window = [
        RemoteMessage(Role.USER, " a\r\n\x1b[31m", NOON),
        RemoteMessage(Role.ASSISTANT, "", NOON + timedelta(microseconds=1), "Ada"),
        RemoteMessage(Role.ASSISTANT, "no time", None),
    ]
    await session.transcripts.merge("s", window)
    first, second, third = (await session.messages.page("s")).messages
    assert (first.content, first.at, first.author) == (" a\r\n\x1b[31m", NOON, None)
    assert (second.at, second.author) == (NOON + timedelta(microseconds=1), "Ada")
    assert third.at == second.at
    await session.transcripts.merge("s", window)
    assert (await session.messages.page("s")).messages == (first, second, third)


@pytest.mark.parametrize("year", [1, 9999])
async def test_odd_years_are_kept(session: Store, year: int) -> None:
    at = NOON.replace(year=year)
    await session.transcripts.merge("s", [RemoteMessage(Role.USER, "a", at)])
    assert (await session.messages.page("s")).messages[0].at == at


async def test_what_moved_out_of_the_window_is_kept(session: Store) -> None:
    for start in range(0, 60, 7):
        window = [told(str(number), number) for number in range(start, start + 10)]
        await session.transcripts.merge("s", window, limit=10)
    page = await session.messages.page("s")
    assert line(page) == " ".join(str(number) for number in range(66))
    assert page.total == 66


async def test_windows_without_end_in_the_middle_find_room(session: Store) -> None:
    """Each window puts its messages between the same two neighbours, until there is no room left."""
    await session.transcripts.merge("s", [told("first", 0), told("last", 10**6)])
    for number in range(1, 80):
        await session.transcripts.merge(
            "s", [told("first", 0), *(told(str(n), n) for n in range(1, number + 1)), told("last", 10**6)]
        )
    assert line(await session.messages.page("s")) == " ".join(["first", *map(str, range(1, 80)), "last"])


async def test_our_question_and_its_reply_are_told_again_and_stay_one(store: Store) -> None:
    message = await sending(store, "s", "hello")
    question, reply = await store.outbox.finish(message.key, "HELLO", 1.5)
    at = question.at.timestamp() - NOON.timestamp()
    window = [told("hello", at + 1), told("HELLO", at + 2)]
    for _ in range(2):
        await store.transcripts.merge("s", window)
        assert (await store.messages.page("s")).messages == (question, reply)


async def test_a_reply_that_the_service_told_of_first_is_stored_once(store: Store) -> None:
    message = await sending(store, "s", "hello")
    at = message.at.timestamp() - NOON.timestamp()
    await store.transcripts.merge("s", [told("hello", at), told("HELLO", at + 1)])
    assert states(await store.messages.page("s")) == [
        ("hello", MessageState.SENDING),
        ("HELLO", MessageState.RECEIVED),
    ]
    _, reply = await store.outbox.finish(message.key, "HELLO", 1.5)
    assert reply.seconds == 1.5
    assert line(await store.messages.page("s")) == "hello HELLO"


async def test_an_unknown_message_that_is_told_with_its_reply_is_answered(store: Store) -> None:
    message = await sending(store, "s", "hello")
    await store.outbox.settle(message.key, BROKEN)
    at = message.at.timestamp() - NOON.timestamp()
    await store.transcripts.merge("s", [told("hello", at)])
    assert states(await store.messages.page("s")) == [("hello", MessageState.UNKNOWN)]
    await store.transcripts.merge("s", [told("hello", at), told("HELLO", at + 9)])
    first, _ = (await store.messages.page("s")).messages
    assert (first.state, first.fault) == (MessageState.ANSWERED, None)
    (listed,) = await store.sessions.list(1)
    assert not listed.trouble


async def test_what_the_service_does_not_have_stays(store: Store) -> None:
    failed = await sending(store, "s", "failed")
    await store.outbox.settle(failed.key, REFUSED)
    await store.outbox.enqueue("s", 1, "queued")
    at = failed.at.timestamp() - NOON.timestamp()
    await store.transcripts.merge("s", [told("before", at - 60), told("BEFORE", at - 59)])
    assert states(await store.messages.page("s")) == [
        ("before", MessageState.RECEIVED),
        ("BEFORE", MessageState.RECEIVED),
        ("failed", MessageState.FAILED),
        ("queued", MessageState.QUEUED),
    ]


async def test_a_long_session_needs_only_its_end(session: Store) -> None:
    history = [told(str(number), number) for number in range(TAIL + 300)]
    await session.transcripts.merge("s", history[:-50], limit=len(history))
    await session.transcripts.merge("s", history[-100:], limit=100)
    await session.transcripts.merge("s", history[:100], limit=100)
    page = await session.messages.page("s", limit=len(history) + 1)
    assert [message.content for message in page.messages] == [remote.content for remote in history]


async def test_the_service_moves_ours_to_where_it_has_it(store: Store) -> None:
    message = await sending(store, "s", "mine")
    await store.outbox.finish(message.key, "REPLY", 1)
    at = message.at.timestamp() - NOON.timestamp()
    await store.transcripts.merge("s", [told("before", at - 50), told("mine", at), told("REPLY", at + 1)])
    assert line(await store.messages.page("s")) == "before mine REPLY"
    later = await sending(store, "s", "later")
    await store.outbox.finish(later.key, "LAST", 1)
    await store.transcripts.merge("s", [told("theirs", at + 30)], limit=1)
    assert line(await store.messages.page("s")) == "before mine REPLY later LAST theirs"
    window = [told("theirs", at + 30), told("later", at + 31), told("LAST", at + 32)]
    await store.transcripts.merge("s", window, limit=3)
    assert line(await store.messages.page("s")) == "before mine REPLY theirs later LAST"


@given(st.lists(st.lists(st.integers(0, 40), max_size=8, unique=True).map(sorted), max_size=8))
@settings(max_examples=60, deadline=None)
async def test_positions_always_rise_as_the_merge_says(windows: list[list[int]]) -> None:
    store = await Store.open(None, SYSTEM_CLOCK)
    try:
        await store.sessions.register([("s", 1)])
        for window in windows:
            await store.transcripts.merge("s", [told(str(n), n) for n in window], limit=8)
        expected = sorted({n for window in windows for n in window})
        assert line(await store.messages.page("s")) == " ".join(map(str, expected))
    finally:
        await store.close()


@pytest.mark.parametrize(
    ("after", "before", "count"), [(None, None, 3), (5, None, 2), (None, 5, 2), (0, 100, 9), (7, 9, 1)]
)
def test_spread_positions_rise_between_their_neighbours(
    after: int | None, before: int | None, count: int
) -> None:
    places = order.spread(after, before, count)
    assert places is not None
    bounds = [after] * (after is not None) + places + [before] * (before is not None)
    assert bounds == sorted(set(bounds))  # type: ignore[type-var]
    assert len(places) == count


def test_no_room_is_no_positions() -> None:
    assert order.spread(7, 8, 1) is None
    assert order.spread(0, 10, 10) is None
