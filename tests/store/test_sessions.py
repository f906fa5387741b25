"""The session index, drafts and preferences."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.store.support import BROKEN, REFUSED, sending, told
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import Account, Draft, SessionSource, Website
from tui.store.drafts import DraftChangedError
from tui.store.functions import add_functions
from tui.store.migrations import migrate
from tui.store.schema import STEPS
from tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


async def titles(store: Store, website_id: int = 1) -> list[str]:
    return [session.title or session.id for session in await store.sessions.list(website_id)]


async def test_sessions_are_listed_per_website_newest_first(store: Store) -> None:
    for number, (session_id, website_id) in enumerate([("old", 1), ("new", 1), ("other", 2)]):
        await store.sessions.register([(session_id, website_id)])
        await store.transcripts.merge(session_id, [told(session_id, number)])
    assert await titles(store) == ["new", "old"]
    assert await titles(store, 2) == ["other"]
    await store.transcripts.merge("old", [told("old", 0), told("ANSWER", 60)])
    assert await titles(store) == ["old", "new"]


@pytest.mark.parametrize("source", [SessionSource.CHECK, SessionSource.VISITOR])
async def test_only_a_persons_own_sessions_are_listed(store: Store, source: SessionSource) -> None:
    await store.sessions.register([("theirs", 1)], source)
    await store.outbox.enqueue("theirs", 1, "asked by a suite")
    await store.sessions.register([("theirs", 1)])
    await store.outbox.enqueue("own", 1, "asked by a person")
    assert await titles(store) == ["asked by a person"]
    assert (await store.messages.page("theirs")).messages
    assert await store.sessions.get("theirs") is not None


async def test_the_list_is_read_in_its_order_from_an_index(store: Store) -> None:
    """Ten thousand sessions are listed with every change of website."""
    await store.sessions.register([("s", 1)])
    statements: list[str] = []
    await store.database.read(lambda connection: connection.set_trace_callback(statements.append))
    await store.sessions.list(1)
    await store.database.read(lambda connection: connection.set_trace_callback(None))
    (query,) = [each for each in statements if "ORDER BY pinned" in each]
    plan = await store.database.read(
        lambda connection: [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    )
    assert plan == ["SEARCH sessions USING INDEX sessions_in_order (website_id=? AND source=?)"]


async def test_sessions_that_an_older_version_stored_are_a_persons_own(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        add_functions(connection)
        migrate(connection, path, STEPS[:4])
        connection.execute(
            "INSERT INTO sessions (id, website_id, custom_title, pinned, created_at, updated_at) "
            "VALUES ('s', 1, 'Deliveries', 1, 0, 0)"
        )
    store = await Store.open(path, SYSTEM_CLOCK)
    (session,) = await store.sessions.list(1)
    assert (session.id, session.title, session.pinned) == ("s", "Deliveries", True)
    assert [file.name for file in path.parent.glob("*.before-5")] == [f"{path.name}.before-5"]
    await store.close()


async def test_a_row_of_what_is_not_seen_says_so(store: Store) -> None:
    await store.sessions.register([("s", 1)])
    await store.transcripts.merge("s", [told("\u3164\U000e0100\u2800", 1)])
    (session,) = await store.sessions.list(1)
    assert (session.title, session.last_line) == ("(no visible text)", "(no visible text)")


async def test_a_row_tells_what_the_session_holds(store: Store) -> None:
    await store.sessions.register([("s", 1)])
    await store.transcripts.merge(
        "s", [told("What\nare your\thours?", 1), told("**WE ARE** OPEN:\n\n- 9 TO 5", 2)]
    )
    (session,) = await store.sessions.list(1)
    assert (session.title, session.renamed) == ("What are your hours?", False)
    assert session.last_line == "WE ARE OPEN: 9 TO 5"
    assert session.message_count == 2
    assert not session.trouble
    assert not session.draft


async def test_a_name_and_back_to_the_first_question(store: Store) -> None:
    await store.outbox.enqueue("s", 1, "the question")
    await store.sessions.rename("s", "  A name\nof two lines ")
    session = await store.sessions.get("s")
    assert session is not None
    assert (session.title, session.renamed) == ("A name of two lines", True)
    await store.sessions.rename("s", " ")
    assert await titles(store) == ["the question"]


async def test_the_pinned_come_first(store: Store) -> None:
    for number, session_id in enumerate("abc"):
        await store.sessions.register([(session_id, 1)])
        await store.transcripts.merge(session_id, [told(session_id, number)])
    await store.sessions.pin("a")
    assert await titles(store) == ["a", "c", "b"]
    await store.sessions.unpin("a")
    assert await titles(store) == ["c", "b", "a"]


async def test_a_removed_session_is_kept_and_can_come_back(store: Store) -> None:
    await store.outbox.enqueue("s", 1, "hello")
    await store.sessions.remove("s")
    assert await titles(store) == []
    await store.sessions.register([("s", 1)])
    assert await titles(store) == [], "to register what is known changes nothing"
    await store.sessions.restore("s")
    assert await titles(store) == ["hello"]
    await store.sessions.remove("s")
    await store.outbox.enqueue("s", 1, "again")
    assert await titles(store) == ["hello"], "whoever writes in it wants it back"


async def test_trouble_is_told_until_it_is_settled(store: Store) -> None:
    for fault in (REFUSED, BROKEN):
        message = await sending(store, "s", "hello")
        await store.outbox.settle(message.key, fault)
        assert [session.trouble for session in await store.sessions.list(1)] == [True]
        await store.outbox.retry(message.key)
        assert [session.trouble for session in await store.sessions.list(1)] == [False]
        await store.outbox.withdraw(message.key)


async def test_a_draft_is_kept_per_session(store: Store) -> None:
    first = await store.drafts.save("s", 1, "half a wo", over=Draft())
    await store.drafts.save("t", 1, "another", over=Draft())
    second = await store.drafts.save("s", 1, "half a word\nand more \ud83d", over=first)
    assert await store.drafts.load("s") == second
    assert second.text == "half a word\nand more \ufffd"
    assert await store.drafts.load("nowhere") == Draft()


async def test_a_new_session_with_a_draft_is_listed_and_gone_with_it(store: Store) -> None:
    draft = await store.drafts.save("s", 1, "half", over=Draft())
    (session,) = await store.sessions.list(1)
    assert (session.draft, session.title, session.message_count) == (True, "", 0)
    await store.drafts.save("s", 1, "", over=draft)
    assert await store.sessions.list(1) == []
    assert await store.sessions.get("s") is None


async def test_a_session_that_was_made_elsewhere_outlives_its_draft(store: Store) -> None:
    await store.sessions.register([("s", 1)])
    draft = await store.drafts.save("s", 1, "half", over=Draft())
    await store.drafts.save("s", 1, "", over=draft)
    assert await titles(store) == ["s"]


@pytest.mark.parametrize("behind", ["", "and this"])
async def test_a_message_that_is_queued_takes_the_place_of_the_draft(store: Store, behind: str) -> None:
    draft = await store.drafts.save("s", 1, "hello", over=Draft())
    _, left = await store.outbox.enqueue_draft("s", 1, "hello", over=draft, behind=behind)
    assert await store.drafts.load("s") == left
    assert left.text == behind
    (session,) = await store.sessions.list(1)
    assert (session.title, session.draft, session.message_count) == ("hello", bool(behind), 1)


async def test_a_message_from_elsewhere_leaves_the_draft_alone(store: Store) -> None:
    draft = await store.drafts.save("s", 1, "hello", over=Draft())
    await store.outbox.enqueue("s", 1, "from a script")
    assert await store.drafts.load("s") == draft


async def test_a_draft_is_written_only_over_the_write_that_was_seen(tmp_path: Path) -> None:
    one, two = (
        await Store.open(tmp_path / "s.sqlite3", SYSTEM_CLOCK),
        await Store.open(tmp_path / "s.sqlite3", SYSTEM_CLOCK),
    )
    seen = await one.drafts.save("s", 1, "one", over=Draft())
    newer = await two.drafts.save("s", 1, "one and two", over=seen)
    with pytest.raises(DraftChangedError) as changed:
        await one.drafts.save("s", 1, "one and more", over=seen)
    assert changed.value.draft == newer
    for text in ("one", ""):
        with pytest.raises(DraftChangedError):
            await one.drafts.save("s", 1, text, over=Draft())
    assert await one.drafts.load("s") == newer
    assert await one.drafts.save("s", 1, "one and two", over=seen) == newer, "the same words are no news"
    await one.close()
    await two.close()


async def test_a_draft_that_another_instance_sent_is_not_sent_again(tmp_path: Path) -> None:
    one, two = (
        await Store.open(tmp_path / "s.sqlite3", SYSTEM_CLOCK),
        await Store.open(tmp_path / "s.sqlite3", SYSTEM_CLOCK),
    )
    draft = await one.drafts.save("s", 1, "hello", over=Draft())
    assert await two.drafts.load("s") == draft
    await one.outbox.enqueue_draft("s", 1, "hello", over=draft, behind="")
    with pytest.raises(DraftChangedError) as changed:
        await two.outbox.enqueue_draft("s", 1, "hello", over=draft, behind="")
    assert changed.value.draft == Draft()
    assert len((await two.messages.page("s")).messages) == 1
    await one.close()
    await two.close()


async def test_the_only_message_withdrawn_leaves_no_ghost(store: Store) -> None:
    message = await store.outbox.enqueue("s", 1, "hello")
    assert await store.outbox.withdraw(message.key) == "hello"
    assert await store.sessions.list(1) == []


async def test_preferences_are_remembered(store: Store) -> None:
    assert await store.preferences.get("website") is None
    await store.preferences.put("website", "1")
    await store.preferences.put("website", "2")
    assert await store.preferences.get("website") == "2"


@pytest.mark.parametrize("limit", [None, 0, 2500])
async def test_the_account_and_its_websites_are_kept_whole(store: Store, limit: int | None) -> None:
    assert await store.cache.account() is None
    assert await store.cache.websites() == []
    account = Account("you@example.com", "starter", 150, limit)
    websites = [Website(9, "Nine", "nine.example", True), Website(1, "One", "", False)]
    await store.cache.put_websites([Website(5, "Gone", "gone.example", True)])
    await store.cache.put_websites(websites)
    await store.cache.put_account(account)
    assert await store.cache.account() == account
    assert await store.cache.websites() == websites


async def test_sessions_from_elsewhere_keep_their_order_until_they_are_refreshed(store: Store) -> None:
    await store.sessions.register([("c", 1), ("a", 1), ("b", 1), ("other", 2)])
    assert await titles(store) == ["c", "a", "b"]
