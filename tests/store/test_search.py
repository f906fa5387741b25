"""Search over titles, ids and words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.support import told
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.search import MatchPlace
from tui.store.migrations import migrate
from tui.store.schema import STEPS
from tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
async def stored(store: Store) -> Store:
    sessions = {
        "tui-01": ["When are you open?", "WE ARE OPEN FROM 9 TO 5, ALSO IN THE CAFÉ."],
        "tui-02": ["Größe und Preis", "DER PREIS IST 20 EURO."],
        "tui-03": ["营业时间是什么时候？", "我们每天九点开门。"],
        "tui-04": ["Wo bleibt mein Paket?", "执行了任务：订单ABC123已发货。 Die Größe ist XL."],
    }
    for number, (session_id, texts) in enumerate(sessions.items()):
        await store.sessions.register([(session_id, number)])
        await store.transcripts.merge(
            session_id, [told(text, number * 10 + n) for n, text in enumerate(texts)]
        )
    return store


async def found(store: Store, text: str) -> list[tuple[str, MatchPlace]]:
    return [(hit.session.id, hit.place) for hit in await store.search.sessions(text)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("when ARE", [("tui-01", MatchPlace.TITLE)]),
        ("GRÖSSE", [("tui-02", MatchPlace.TITLE), ("tui-04", MatchPlace.TEXT)]),
        ("preis größe", [("tui-02", MatchPlace.TITLE)]),
        ("tui-03", [("tui-03", MatchPlace.ID)]),
        ("cafe", [("tui-01", MatchPlace.TEXT)]),
        ("eur", [("tui-02", MatchPlace.TEXT)]),
        ("euro preis", [("tui-02", MatchPlace.TEXT)]),
        ("九点开门", [("tui-03", MatchPlace.TEXT)]),
        ("任务", [("tui-04", MatchPlace.TEXT)]),
        ("执行 任务", [("tui-04", MatchPlace.TEXT)]),
        ("任务 执行", [("tui-04", MatchPlace.TEXT)]),
        ("什么 营业", [("tui-03", MatchPlace.TITLE)]),
        ("ABC123", [("tui-04", MatchPlace.TEXT)]),
        ("abc1", [("tui-04", MatchPlace.TEXT)]),
        ("grosse ist", [("tui-04", MatchPlace.TEXT)]),
        ("GRÖSSE XL", [("tui-04", MatchPlace.TEXT)]),
        ("groesse xl", []),
        ("nowhere", []),
        ("", []),
        (" \0 ", []),
    ],
)
async def test_what_is_found(stored: Store, text: str, hits: list[tuple[str, MatchPlace]]) -> None:
    assert await found(stored, text) == hits


async def test_titles_and_ids_come_before_words_and_each_session_once(stored: Store) -> None:
    await stored.sessions.rename("tui-03", "Open questions")
    assert await found(stored, "open") == [("tui-03", MatchPlace.TITLE), ("tui-01", MatchPlace.TITLE)]
    assert len(await stored.search.sessions("tui", limit=2)) == 2


async def test_a_hit_shows_the_words_around(store: Store) -> None:
    await store.sessions.register([("s", 1)])
    await store.transcripts.merge("s", [told("x"), told("LONG " * 100 + "NEEDLE\nIN HAY " + "LONG " * 100)])
    (hit,) = await store.search.sessions("needle")
    assert hit.snippet.startswith("…")
    assert "NEEDLE IN HAY" in hit.snippet
    assert len(hit.snippet) <= 81


async def test_removed_sessions_and_withdrawn_words_are_not_found(stored: Store) -> None:
    await stored.sessions.remove("tui-01")
    assert await found(stored, "cafe") == []
    message = await stored.outbox.enqueue("s", 1, "withdrawn words")
    await stored.outbox.withdraw(message.key)
    assert await found(stored, "withdrawn") == []


@given(
    st.text(max_size=40) | st.sampled_from(['"', "a AND", "NEAR(", "x*", "^a", "-", "a:b", "%_", "'; DROP"])
)
@settings(max_examples=200, deadline=None)
async def test_any_input_is_safe(text: str) -> None:
    store = await Store.open(None, SYSTEM_CLOCK)
    try:
        await store.outbox.enqueue("s", 1, "a word")
        await store.search.sessions(text)
        assert await found(store, "word") == [("s", MatchPlace.TITLE)]
    finally:
        await store.close()


async def test_words_that_an_older_version_stored_are_found(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, STEPS[:2])
        connection.execute(
            "INSERT INTO sessions (id, website_id, created_at, updated_at) VALUES ('s', 1, 0, 0)"
        )
        connection.execute(
            "INSERT INTO messages (session_id, position, role, content, at, state) "
            "VALUES ('s', 1, 'assistant', '订单ABC123已发货', 0, 'received')"
        )
    store = await Store.open(path, SYSTEM_CLOCK)
    assert await found(store, "abc123") == [("s", MatchPlace.TEXT)]
    await store.close()


async def test_changed_words_are_found_in_place_of_the_old(store: Store) -> None:
    message = await store.outbox.enqueue("s", 1, "first words")
    await store.outbox.edit(message.key, "other 任务")
    await store.sessions.rename("s", "x")
    assert await found(store, "first") == []
    assert await found(store, "任务") == [("s", MatchPlace.TEXT)]
