"""Pages of a stored transcript."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.support import line, told
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import Role
from tui.domain.transcript import TranscriptState
from tui.store.store import Store


@pytest.fixture
async def ten(store: Store) -> Store:
    await store.sessions.register([("s", 1)])
    await store.transcripts.merge("s", [told(str(number), number) for number in range(10)])
    await store.sessions.register([("other", 1)])
    await store.transcripts.merge("other", [told("x", 5)])
    return store


async def test_a_session_opens_at_its_end(ten: Store) -> None:
    page = await ten.messages.page("s", limit=3)
    assert (line(page), page.has_older, page.has_newer, page.total) == ("7 8 9", True, False, 10)


async def test_pages_go_back_and_forth(ten: Store) -> None:
    end = await ten.messages.page("s", limit=3)
    back = await ten.messages.page("s", before=end.messages[0].key, limit=3)
    assert (line(back), back.has_older, back.has_newer) == ("4 5 6", True, True)
    forth = await ten.messages.page("s", after=back.messages[1].key, limit=3)
    assert (line(forth), forth.has_older, forth.has_newer) == ("6 7 8", True, True)
    nothing = await ten.messages.page("s", after=end.messages[-1].key)
    assert (line(nothing), nothing.total) == ("", 10)


async def test_the_first_page_is_the_beginning(ten: Store) -> None:
    page = await ten.messages.first_page("s", limit=4)
    assert (line(page), page.has_older, page.has_newer) == ("0 1 2 3", False, True)


async def test_a_page_as_long_as_the_session_is_all_of_it(ten: Store) -> None:
    page = await ten.messages.page("s", limit=10)
    assert (len(page.messages), page.has_older, page.has_newer) == (10, False, False)


async def test_the_keys_of_another_session_and_sessions_unknown_give_empty_pages(ten: Store) -> None:
    (other,) = (await ten.messages.page("other")).messages
    assert (await ten.messages.page("s", before=other.key)).messages == ()
    assert (await ten.messages.page("nowhere")).total == 0


async def test_a_message_by_its_key(ten: Store) -> None:
    (other,) = (await ten.messages.page("other")).messages
    assert await ten.messages.get(other.key) == other
    assert await ten.messages.get(0) is None


async def test_questions_are_recalled_newest_first(store: Store) -> None:
    await store.sessions.register([("s", 1)])
    await store.transcripts.merge(
        "s", [told("a", 1), told("A", 2), told("b", 3), told("B", 4), told("b", 5), told("a", 6)]
    )
    assert await store.messages.questions("s") == ["a", "b", "a"]
    assert await store.messages.questions("s", limit=1) == ["a"]


@given(content=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@settings(max_examples=60, deadline=None)
async def test_content_is_kept_exact(content: str) -> None:
    store = await Store.open(None, SYSTEM_CLOCK)
    try:
        message = await store.outbox.enqueue("s", 1, content)
        assert (message.content, message.role) == (content, Role.USER)
        assert (await store.messages.page("s")).messages == (message,)
    finally:
        await store.close()


async def test_pages_feed_the_transcript_that_is_shown(ten: Store) -> None:
    state = TranscriptState.of(await ten.messages.page("s", limit=4))
    while state.has_older:
        state = state.with_older(await ten.messages.page("s", before=state.messages[0].key, limit=4))
    assert [message.content for message in state.messages] == [str(number) for number in range(10)]


async def test_a_page_around_a_message_begins_a_little_before_it(ten: Store) -> None:
    keys = [message.key for message in (await ten.messages.first_page("s")).messages]
    assert line(await ten.messages.around("s", keys[6], limit=4)) == "6 7 8 9"
    assert line(await ten.messages.around("s", keys[6], limit=8)) == "5 6 7 8 9"
    assert line(await ten.messages.around("s", keys[0], limit=4)) == "0 1 2 3"


async def test_messages_with_a_text_by_smart_case(store: Store) -> None:
    await store.sessions.register([("s", 1)])
    await store.transcripts.merge("s", [told("a straße", 1), told("STRASSE", 2), told("Strasse", 3)])
    keys = [message.key for message in (await store.messages.page("s")).messages]
    assert await store.messages.with_text("s", "strasse") == keys
    assert await store.messages.with_text("s", "Strasse") == keys[2:]
    assert await store.messages.with_text("s", "%") == []
