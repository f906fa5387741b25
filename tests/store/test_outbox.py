"""A message on its way: each step on disk, claimed by one, never lost between steps."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.store.support import BROKEN, REFUSED, line, sending, states, told
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import MessageState, Role
from tui.domain.send_state import IllegalMoveError
from tui.store.outbox import NoClaim
from tui.store.store import Store
from tui.store.turns import Turn

if TYPE_CHECKING:
    from pathlib import Path

    from tui.domain.faults import Fault

Q, S, A, F, U, R = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.ANSWERED,
    MessageState.FAILED,
    MessageState.UNKNOWN,
    MessageState.RECEIVED,
)


async def test_the_way_of_an_answered_message(store: Store) -> None:
    queued = await store.outbox.enqueue("s", 1, "hello")
    assert (queued.state, queued.role, queued.sending_since) == (Q, Role.USER, None)
    claimed = await store.outbox.claim("s")
    assert not isinstance(claimed, NoClaim)
    assert (claimed.key, claimed.state) == (queued.key, S)
    assert claimed.sending_since is not None
    assert claimed.sending_since >= queued.at
    question, reply = await store.outbox.finish(queued.key, "HELLO", 1.5)
    assert (question.state, question.seconds, question.sending_since) == (A, 1.5, None)
    assert (reply.state, reply.role, reply.content, reply.seconds) == (R, Role.ASSISTANT, "HELLO", 1.5)
    assert (await store.messages.page("s")).messages == (question, reply)


@pytest.mark.parametrize(("fault", "state"), [(REFUSED, F), (BROKEN, U)])
async def test_a_fault_is_kept_with_its_message(store: Store, fault: Fault, state: MessageState) -> None:
    message = await sending(store, "s", "hello")
    settled = await store.outbox.settle(message.key, fault)
    assert (settled.state, settled.fault) == (state, fault)
    again = await store.outbox.retry(message.key)
    assert (again.state, again.fault) == (Q, None)


async def test_one_message_of_a_session_at_a_time_and_in_order(store: Store) -> None:
    for text in "abc":
        await store.outbox.enqueue("s", 1, text)
    await store.outbox.enqueue("t", 1, "other")
    first = await store.outbox.claim("s")
    assert not isinstance(first, NoClaim)
    assert first.content == "a"
    assert await store.outbox.claim("s") is NoClaim.BUSY
    assert not isinstance(await store.outbox.claim("t"), NoClaim)
    await store.outbox.finish(first.key, "A", 1)
    second = await store.outbox.claim("s")
    assert not isinstance(second, NoClaim)
    assert second.content == "b"
    await store.outbox.finish(second.key, "B", 1)
    assert line(await store.messages.page("s")) == "a A b B c"


async def test_nothing_queued_is_nothing_claimed(store: Store) -> None:
    assert await store.outbox.claim("nowhere") is NoClaim.EMPTY
    message = await store.outbox.enqueue("s", 1, "a")
    assert await store.outbox.claim("s", Turn(only=message.key + 1)) is NoClaim.EMPTY
    await store.outbox.withdraw(message.key)
    assert await store.outbox.claim("s", Turn(only=message.key)) is NoClaim.EMPTY


async def test_a_message_that_did_not_leave_goes_back_to_the_queue(store: Store) -> None:
    message = await sending(store, "s", "a")
    assert (await store.outbox.release(message.key)).state is Q
    assert not isinstance(await store.outbox.claim("s"), NoClaim)


async def test_what_is_answered_or_on_its_way_is_not_withdrawn_nor_sent_again(store: Store) -> None:
    message = await sending(store, "s", "a")
    for refused in (store.outbox.withdraw, store.outbox.retry):
        with pytest.raises(IllegalMoveError):
            await refused(message.key)
    await store.outbox.finish(message.key, "A", 1)
    for refused in (store.outbox.withdraw, store.outbox.retry, store.outbox.release):
        with pytest.raises(IllegalMoveError):
            await refused(message.key)
    with pytest.raises(IllegalMoveError):
        await store.outbox.settle(message.key, REFUSED)
    assert states(await store.messages.page("s")) == [("a", A), ("A", R)]


async def test_a_failed_message_is_sent_again_before_the_queue(store: Store) -> None:
    failed = await sending(store, "s", "a")
    await store.outbox.enqueue("s", 1, "b")
    await store.outbox.settle(failed.key, REFUSED)
    await store.outbox.retry(failed.key)
    assert states(await store.messages.page("s")) == [("a", Q), ("b", Q)]


async def test_a_message_sent_again_later_stands_where_it_is_sent(store: Store) -> None:
    failed = await sending(store, "s", "a")
    await store.outbox.settle(failed.key, REFUSED)
    answered = await sending(store, "s", "b")
    await store.outbox.finish(answered.key, "B", 1)
    await store.outbox.enqueue("s", 1, "c")
    again = await store.outbox.retry(failed.key)
    assert again.at > failed.at
    assert line(await store.messages.page("s")) == "b B a c"


async def test_what_came_meanwhile_stands_before_a_message_that_waited(store: Store) -> None:
    await store.outbox.enqueue("s", 1, "mine")
    page = await store.messages.page("s")
    later = (page.messages[0].at.timestamp() - told("x").at.timestamp()) + 60  # type: ignore[union-attr]
    await store.transcripts.merge("s", [told("VISITED", later)])
    assert line(await store.messages.page("s")) == "VISITED mine"
    await store.outbox.claim("s")
    assert line(await store.messages.page("s")) == "VISITED mine"


async def test_the_queue_knows_its_sessions_oldest_first(store: Store) -> None:
    for session_id, text in (("t", "1"), ("s", "2"), ("t", "3")):
        await store.outbox.enqueue(session_id, 1, text)
    assert await store.outbox.queued_sessions() == ["t", "s"]


async def test_a_message_is_claimed_by_one_instance(path: Path) -> None:
    one, other = await Store.open(path, SYSTEM_CLOCK), await Store.open(path, SYSTEM_CLOCK)
    for number in range(40):
        await one.outbox.enqueue(f"s{number}", 1, "a")
    claims = await asyncio.gather(
        *(store.outbox.claim(f"s{number}") for number in range(40) for store in (one, other))
    )
    keys = Counter(claim.key for claim in claims if not isinstance(claim, NoClaim))
    assert len(keys) == 40
    assert set(keys.values()) == {1}
    await one.close()
    await other.close()


async def test_what_a_living_instance_sends_is_left_alone(path: Path) -> None:
    one, other = await Store.open(path, SYSTEM_CLOCK), await Store.open(path, SYSTEM_CLOCK)
    message = await sending(one, "s", "a")
    assert await other.outbox.settle_abandoned(BROKEN) == []
    assert await one.outbox.settle_abandoned(BROKEN) == []
    await one.close()
    (settled,) = await other.outbox.settle_abandoned(BROKEN)
    assert (settled.key, settled.state, settled.fault) == (message.key, U, BROKEN)
    assert await other.outbox.settle_abandoned(BROKEN) == []
    await other.close()


async def test_what_a_killed_instance_was_sending_is_found_at_the_next_start(path: Path) -> None:
    code = (
        "import asyncio, os, signal, sys; from pathlib import Path; from tui.store.store import Store\n"
        "from tui.domain.clock import SYSTEM_CLOCK\n"
        "async def main():\n"
        "    store = await Store.open(Path(sys.argv[1]), SYSTEM_CLOCK)\n"
        "    await store.outbox.enqueue('s', 1, 'a'); await store.outbox.enqueue('s', 1, 'b')\n"
        "    await store.outbox.claim('s')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())"
    )
    process = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code, str(path)], check=False)
    assert process.returncode == -9
    store = await Store.open(path, SYSTEM_CLOCK)
    assert await store.outbox.claim("s") is NoClaim.BUSY
    assert [message.content for message in await store.outbox.settle_abandoned(BROKEN)] == ["a"]
    assert states(await store.messages.page("s")) == [("a", U), ("b", Q)]
    await store.close()
    assert [file.name for file in path.with_name(f"{path.name}-instances").iterdir()] == []


async def test_a_reply_finds_room_behind_its_question_where_there_is_none(path: Path) -> None:
    store = await Store.open(path, SYSTEM_CLOCK)
    for text in "abc":
        await store.outbox.enqueue("s", 1, text)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE messages SET position = key")
    for _ in "abc":
        claimed = await store.outbox.claim("s")
        assert not isinstance(claimed, NoClaim)
        await store.outbox.finish(claimed.key, claimed.content.upper(), 1)
    assert line(await store.messages.page("s")) == "a A b B c C"
    await store.close()
