"""A store in trouble: damaged, deleted or replaced, at rest or while open; nothing is lost in silence."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.store.support import BROKEN, REFUSED, line, sending, states, told, unindexed
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import MessageState, SessionSource, Website
from tui.store.renewal import holds_all
from tui.store.soundness import problems
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MESSAGES = 300
PAGE = 4096


async def filled(path: Path) -> None:
    """Make a store with sessions, messages in every state, and a draft; then close it."""
    store = await Store.open(path, SYSTEM_CLOCK)
    await store.cache.put_websites([Website(1, "One", "one.example", True)])
    for number in range(0, MESSAGES, 10):
        session_id = f"session-{number}"
        window = [told(f"{'abABababAB'[n]} {number + n} " + "wordy " * 30, n) for n in range(10)]
        await store.sessions.register([(session_id, 1)])
        await store.transcripts.merge(session_id, window)
    await store.outbox.enqueue("queue", 1, "queued")
    await sending(store, "out", "sending")
    failed = await sending(store, "failed", "failed")
    await store.outbox.settle(failed.key, REFUSED)
    doubted = await sending(store, "doubted", "doubted")
    await store.outbox.settle(doubted.key, BROKEN)
    await store.drafts.save("draft", 1, "half a sentence", over=await store.drafts.load("draft"))
    await store.preferences.put("word", "kept")
    await store.sessions.register([("suite", 1)], SessionSource.CHECK)
    await store.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("model") / "store.sqlite3"
    asyncio.run(filled(path))
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, model: bytes) -> Path:
    path = tmp_path / "default.sqlite3"
    path.write_bytes(model)
    return path


def write(path: Path, content: bytes | bytearray) -> None:
    path.write_bytes(content)


def read(path: Path) -> bytes:
    return path.read_bytes()


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        with unindexed(connection):
            for statement in statements:
                connection.execute(statement)


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT COUNT(*) FROM messages").fetchone()[0]


async def opened(path: Path) -> tuple[Store, list[str]]:
    store, said = await Store.open(path, SYSTEM_CLOCK), list[str]()
    store.listen(said.append)
    return store, said


async def read_all(store: Store) -> list[tuple[str, MessageState]]:
    """Read what a client reads at its start and later."""
    await store.outbox.settle_abandoned(BROKEN)
    found = list[tuple[str, MessageState]]()
    for session in await store.sessions.list(1):
        found += states(await store.messages.page(session.id))
        await store.drafts.load(session.id)
        await store.messages.with_text(session.id, "word")
    await store.search.sessions("wordy")
    await store.preferences.get("word")
    return found


MARRED = {
    "content": "UPDATE messages SET content = CAST(x'ff' || CAST(content AS BLOB) AS TEXT) WHERE key = 7",
    "a blob": "UPDATE messages SET content = x'616263' WHERE key = 7",
    "state": "UPDATE messages SET state = 'queuee' WHERE key = 7",
    "state's bytes": "UPDATE messages SET state = CAST(x'ffff' AS TEXT) WHERE key = 7",
    "role": "UPDATE messages SET role = 'robot' WHERE key = 7",
    "fault": 'UPDATE messages SET fault = \'{"kind": "no-k\' WHERE key = 7',
    "time": "UPDATE messages SET at = 9223372036854775807 WHERE key = 7",
    "author": "UPDATE messages SET author = CAST(x'c3' AS TEXT) WHERE key = 7",
    "title": "UPDATE sessions SET custom_title = CAST(x'6162ff' AS TEXT) WHERE id = 'session-10'",
    "session's time": "UPDATE sessions SET updated_at = 'noon' WHERE id = 'session-10'",
    "draft": "UPDATE drafts SET text = CAST(x'68616c66ff' AS TEXT)",
    "preference": "UPDATE preferences SET value = CAST(x'6bff' AS TEXT) WHERE key = 'word'",
}


@pytest.mark.parametrize("statement", MARRED.values(), ids=MARRED.keys())
async def test_a_value_that_cannot_be_read_is_replaced_and_everything_else_is_there(
    path: Path, statement: str
) -> None:
    before = count(path)
    execute(path, statement)
    store, said = await opened(path)
    found = await read_all(store)
    assert len(found) == before
    assert len(said) == 1
    assert f"All {before} messages were recovered" in said[0]
    assert await read_all(store) == found
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert list(problems(connection)) == []


async def test_what_was_on_its_way_is_in_doubt_and_what_waited_still_waits(path: Path) -> None:
    execute(path, MARRED["content"])
    store, _ = await opened(path)
    await read_all(store)
    for session_id, text, state in (
        ("queue", "queued", MessageState.QUEUED),
        ("out", "sending", MessageState.UNKNOWN),
        ("failed", "failed", MessageState.FAILED),
        ("doubted", "doubted", MessageState.UNKNOWN),
    ):
        assert states(await store.messages.page(session_id)) == [(text, state)]
    assert (await store.drafts.load("draft")).text == "half a sentence"
    await store.close()


def flip_bytes(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 5, 50, 500])):
        content[chance.randrange(len(content))] = chance.randrange(256)


def wipe_pages(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 2, 5])):
        at = chance.randrange(len(content) // PAGE) * PAGE
        content[at : at + PAGE] = chance.choice([b"\0", b"\xff"]) * PAGE


def cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


@pytest.mark.parametrize("damage", [flip_bytes, wipe_pages, cut])
@pytest.mark.parametrize("seed", range(12))
async def test_any_damage_is_survived_and_the_file_kept_whole(
    path: Path, model: bytes, damage: Callable[[bytearray, random.Random], None], seed: int
) -> None:
    content = bytearray(model)
    damage(content, random.Random(seed))
    write(path, content)
    store, said = await opened(path)
    await read_all(store)
    queued = await store.outbox.enqueue("later", 1, "goes on")
    assert line(await store.messages.page("later")) == "goes on"
    assert queued.key > 0
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",) or not said
    if said:
        aside = next(
            file for file in path.parent.glob("*.damaged-*") if not file.name.endswith(("wal", "shm"))
        )
        assert len(aside.read_bytes()) >= min(len(content), 1)
        assert re.search(r"[\d,]+ messages were recovered|No message could be read", said[0])


async def test_where_sessions_come_from_is_read_past_their_damaged_tree(path: Path, model: bytes) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'sessions'").fetchone()
    content = bytearray(model)
    content[(root - 1) * PAGE : root * PAGE] = b"\xff" * PAGE
    write(path, content)
    store, said = await opened(path)
    await read_all(store)
    assert len(said) == 1
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        sources = dict(connection.execute("SELECT id, source FROM sessions"))
    assert sources.pop("suite") == "check"
    assert set(sources.values()) == {"ours"}


@pytest.mark.parametrize("page", range(1, 12))
async def test_a_lost_page_costs_little_and_is_counted(path: Path, model: bytes, page: int) -> None:
    content = bytearray(model)
    content[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    write(path, content)
    before = MESSAGES + 4
    store, said = await opened(path)
    await read_all(store)
    await store.close()
    assert count(path) > before * 0.8
    if said and "All" not in said[0]:
        recovered, about = map(int, re.findall(r"(\d+) of about (\d+) messages", said[0])[0])
        assert (recovered, about) == (count(path), before)


@pytest.mark.parametrize(
    "content", [b"no database at all" * 1000, b"\0" * 5000, b"SQLite format 3\0 and no more"]
)
async def test_a_file_that_is_no_database_is_kept_aside(path: Path, content: bytes) -> None:
    write(path, content)
    store, said = await opened(path)
    assert "No message could be read" in said[0]
    (aside,) = path.parent.glob("*.damaged-*")
    assert str(aside) in said[0]
    assert aside.read_bytes() == content
    await store.preferences.put("word", "kept")
    await store.sessions.register([("suite", 1)], SessionSource.CHECK)
    await store.close()


async def test_damage_while_it_is_open_is_mended_at_once_and_the_write_done(path: Path, model: bytes) -> None:
    store, said = await opened(path)
    await read_all(store)
    claimed = await sending(store, "mine", "on its way")
    await store.database.read(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    with path.open("r+b") as file:
        for page in range(4, len(model) // PAGE):
            file.seek(page * PAGE + 100)
            file.write(b"\xff" * 2000)
    await store.database.read(lambda c: c.execute("PRAGMA shrink_memory").fetchall())
    with pytest.raises(LookupError):
        await store.outbox.finish(claimed.key, "the reply", 1)
    await store.outbox.restore(claimed, 1)
    question, _ = await store.outbox.finish(claimed.key, "the reply", 1)
    assert question.state is MessageState.ANSWERED
    assert "The store was damaged" in said[0]
    assert line(await store.messages.page("mine")) == "on its way the reply"
    await store.close()


@pytest.mark.parametrize("what", ["default.sqlite3", "default.sqlite3*", "*"])
async def test_a_store_that_is_deleted_while_it_is_open_is_written_again(path: Path, what: str) -> None:
    store, said = await opened(path)
    before = await read_all(store)
    for file in path.parent.glob(what):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    await store.outbox.enqueue("later", 1, "a word")
    assert "was deleted while the client ran" in said[0]
    second, _ = await opened(path)
    assert line(await second.messages.page("later")) == "a word"
    assert len(await read_all(second)) >= len(before)
    for each in (second, store):
        await each.close()


async def test_a_folder_that_is_deleted_with_the_store_is_made_again_even_at_the_end(path: Path) -> None:
    home = path.parent / "data" / "mine.sqlite3"
    store, _ = await opened(home)
    await sending(store, "mine", "a word")
    shutil.rmtree(home.parent)
    await store.close()
    store, _ = await opened(home)
    assert line(await store.messages.page("mine")) == "a word"
    await store.close()


async def test_a_journal_that_is_deleted_loses_nothing(path: Path) -> None:
    store, said = await opened(path)
    await store.outbox.enqueue("later", 1, "a word")
    path.with_name(f"{path.name}-wal").unlink()
    await store.outbox.enqueue("later", 1, "another")
    second, _ = await opened(path)
    assert line(await second.messages.page("later")) == "a word another"
    assert said == []
    for each in (second, store):
        await each.close()


async def test_a_store_that_is_replaced_while_it_is_open_is_kept_and_said_where(
    path: Path, model: bytes
) -> None:
    store, said = await opened(path)
    claimed = await sending(store, "mine", "on its way")
    other = path.with_name("other")
    other.write_bytes(model)
    other.rename(path)
    await store.outbox.finish(claimed.key, "the reply", 1)
    (kept,) = path.parent.glob("*.replaced-*[0-9]")
    assert str(kept) in said[0]
    assert line(await store.messages.page("mine")) == "on its way the reply"
    await store.close()
    assert read(path) == model
    store, _ = await opened(kept)
    assert line(await store.messages.page("mine")) == "on its way the reply"
    await store.close()


async def test_two_that_share_a_store_stay_together_when_it_is_deleted(path: Path) -> None:
    first, _ = await opened(path)
    second, said = await opened(path)
    await read_all(second)
    for file in path.parent.glob("default.sqlite3*"):
        if file.is_file():
            file.unlink()
    await first.outbox.enqueue("later", 1, "a word")
    await second.outbox.enqueue("later", 1, "another")
    assert line(await first.messages.page("later")) == "a word another"
    assert said == []
    for each in (first, second):
        await each.close()


def emptied(path: Path) -> Path:
    path.write_bytes(b"")
    return path


async def test_a_file_that_was_emptied_is_told_of_once_and_begun_anew(tmp_path: Path) -> None:
    path = emptied(tmp_path / "default.sqlite3")
    for news in ([f"The store {path} was empty: a new one was begun in it."], []):
        store = await Store.open(path, SYSTEM_CLOCK)
        said: list[str] = []
        store.listen(said.append)
        assert [sentence.partition(" If")[0] for sentence in said] == news
        await store.sessions.register([("kept", 1)])
        await store.close()


async def test_several_that_make_the_file_at_once_call_it_no_emptied_one(tmp_path: Path) -> None:
    stores = await asyncio.gather(*(Store.open(tmp_path / "new.sqlite3", SYSTEM_CLOCK) for _ in range(8)))
    assert [store.database.news for store in stores] == [[]] * 8
    for store in stores:
        await store.close()


async def test_a_copy_of_which_a_part_cannot_be_read_is_kept(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "default.sqlite3", SYSTEM_CLOCK)
    await store.outbox.enqueue("s", 1, "hello")
    await store.close()
    whole = tmp_path / "copy.sqlite3"
    whole.write_bytes((tmp_path / "default.sqlite3").read_bytes())
    assert holds_all(tmp_path / "default.sqlite3", whole)
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(whole.read_bytes()[:4096] + b"\xff" * 40_000)
    assert not holds_all(tmp_path / "default.sqlite3", damaged)
