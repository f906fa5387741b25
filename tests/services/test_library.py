"""The library: the store at once, the service in the background."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from tests.faults.service import Service, reset_before
from tests.services.conftest import QUICK, opened
from tests.support.faulty_server import FaultyServer, error
from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.domain.models import Address, Draft, MessageState, Website
from tui.services.websites import find_website, require_website

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tui.services.open import Services


def seeded(sandbox: RunningSandbox) -> str:
    """The id of a conversation that the sandbox came with."""
    from tui.sandbox.seeds import conversations_of

    return conversations_of(sandbox.backend.config.websites)[0].session_id


async def test_websites_and_account_come_from_the_store_once_they_were_told(
    services: Services, sandbox: RunningSandbox
) -> None:
    assert await services.library.websites() == []
    assert await services.library.account() is None
    websites = await services.library.refresh_websites()
    account = await services.library.refresh_account()
    assert len(websites) == 3
    async with await opened("http://127.0.0.1:9") as offline:
        await offline.connect()
        assert await offline.library.websites() == websites
        assert await offline.library.account() == account
        with pytest.raises(ServiceError) as refused:
            await offline.library.refresh_account()
        assert refused.value.fault.offline


async def test_a_session_from_elsewhere_is_opened_by_its_id_and_readable_offline(
    services: Services, sandbox: RunningSandbox
) -> None:
    session_id = seeded(sandbox)
    session = await services.library.open_by_id(session_id, 1)
    assert session is not None
    assert session.message_count == len(sandbox.messages(session_id))
    assert session.title
    assert await services.library.sessions(1) == [session]
    page = await services.library.page(session_id, limit=1000)
    assert [message.content for message in page.messages] == [
        message.content for message in sandbox.messages(session_id)
    ]
    async with await opened("http://127.0.0.1:9") as offline:
        await offline.connect()
        assert await offline.library.page(session_id, limit=1000) == page
        assert await offline.library.open_by_id(session_id, 1) == session


async def test_an_id_that_nobody_knows_leaves_no_trace(services: Services) -> None:
    assert await services.library.open_by_id("nobody-knows-it", 1) is None
    assert await services.library.sessions(1) == []
    assert await services.library.session("nobody-knows-it") is None
    with pytest.raises(UserError, match="one word"):
        await services.library.open_by_id("two words", 1)


async def test_an_id_that_is_not_found_by_status_is_the_same() -> None:
    with FaultyServer(error(404, "no such session")) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            assert await services.library.open_by_id("s", 1) is None


async def test_a_removed_session_comes_back_when_it_is_opened(
    services: Services, sandbox: RunningSandbox
) -> None:
    session_id = seeded(sandbox)
    await services.library.open_by_id(session_id, 1)
    await services.library.remove(session_id)
    assert await services.library.sessions(1) == []
    assert await services.library.open_by_id(session_id, 1) is not None
    assert len(await services.library.sessions(1)) == 1


async def test_a_refresh_merges_what_came_meanwhile(services: Services, sandbox: RunningSandbox) -> None:
    await services.conversation.enqueue("s", 1, "When are you open?")
    async for _ in services.conversation.pump("s"):
        pass
    ours = (await services.library.page("s")).messages
    async with await opened(sandbox.base_url, sandbox.api_key) as elsewhere:
        await elsewhere.connect()
        await elsewhere.conversation.enqueue("s", 1, "And on Sundays?")
        async for _ in elsewhere.conversation.pump("s"):
            pass
    session = await services.library.refresh_session("s")
    again = await services.library.refresh_session("s")
    assert session.message_count == again.message_count == 4
    page = await services.library.page("s")
    assert page.messages[:2] == ours
    with pytest.raises(LookupError):
        await services.library.refresh_session("unknown")


@pytest.mark.parametrize("state", [MessageState.UNKNOWN, MessageState.FAILED])
async def test_a_message_that_was_not_found_at_first_is_found_by_a_refresh(state: MessageState) -> None:
    service = Service([reset_before])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "hello")
            async with aclosing(services.conversation.pump("s")) as pumping:
                async for event in pumping:
                    if event.message.state is state:
                        break
            service.take("hello")
            session = await services.library.refresh_session("s")
            assert (session.message_count, session.trouble) == (2, False)
            question, reply = (await services.library.page("s")).messages
            assert (question.state, question.fault) == (MessageState.ANSWERED, None)
            assert reply.content == "HELLO"
            assert await services.conversation.unsettled_sessions() == []


async def test_sessions_that_are_known_to_be_there_are_listed_once(services: Services) -> None:
    library = services.library
    await library.register([("a", 1), ("b", 1)])
    await library.remove("b")
    await library.register([("a", 1), ("b", 1), ("c", 1)])
    assert [session.id for session in await library.sessions(1)] == ["c", "a"]


async def test_what_was_on_screen_last_is_remembered(services: Services) -> None:
    library = services.library
    assert await library.last_website() is None
    assert await library.last_session(2) is None
    await library.remember_website(2)
    await library.remember_session(2, "s")
    assert (await library.last_website(), await library.last_session(2)) == (2, "s")


async def test_names_pins_drafts_and_search(services: Services) -> None:
    library = services.library
    await library.save_draft(Address(1, "s"), "half a word", over=Draft())
    await library.rename("s", "A name")
    await library.pin("s")
    assert (await library.draft("s")).text == "half a word"
    (session,) = await library.sessions(1)
    assert (session.title, session.pinned, session.draft) == ("A name", True, True)
    assert [hit.session for hit in await library.search("name")] == [session]
    await library.unpin("s")
    await library.remove("s")
    await library.restore("s")
    await services.conversation.enqueue("s", 1, "first")
    assert await library.questions("s") == ["first"]
    assert (await library.first_page("s")).total == 1


SITES = [
    Website(7, "Seven", "seven.example", False),
    Website(3, "Three", "Three.example", True),
    Website(9, "Nine", "3", False),
]


@pytest.mark.parametrize(
    ("text", "id_"), [("", 3), ("7", 7), ("three.EXAMPLE", 3), (" seven.example ", 7), ("3", 3), ("no", None)]
)
def test_a_website_is_found_by_id_or_domain(text: str, id_: int | None) -> None:
    found = find_website(SITES, text)
    assert (found.id if found else None) == id_


def test_without_a_primary_website_the_first_is_meant() -> None:
    assert find_website(SITES[:1], "") == SITES[0]
    assert find_website([], "") is None


def test_a_website_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UserError, match=r"no website 'nine.example': it has seven.example \(7\), "):
        require_website(SITES, "nine.example")
    with pytest.raises(UserError, match="no website yet"):
        require_website([], "")


async def test_a_named_website_is_asked_for_only_if_the_store_does_not_know_it(
    services: Services, sandbox: RunningSandbox
) -> None:
    first = await services.library.open_website("")
    assert first.is_primary
    assert await services.library.open_website(first.domain) == first
    assert sandbox.asked("websites/") == 1
    with pytest.raises(UserError, match="no website 'elsewhere'"):
        await services.library.open_website("elsewhere")
    assert sandbox.asked("websites/") == 2


async def test_without_a_key_the_store_serves_and_calls_say_so(sandbox: RunningSandbox) -> None:
    async with await opened(sandbox.base_url, "") as services:
        await services.connect()
        assert await services.library.websites() == []
        with pytest.raises(ServiceError) as refused:
            await services.library.refresh_websites()
        assert refused.value.fault.kind is FaultKind.NO_KEY
