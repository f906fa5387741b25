"""Opening a session by its title, its text or its id."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.support.sandbox import running_sandbox
from tests.ui.client.person import Person, client, listed, long_session
from tui.domain.models import Address
from tui.sandbox.seeds import conversations_of
from tui.sandbox.websites import bundled_websites
from tui.services.conversation import Conversation

if TYPE_CHECKING:
    import pytest

    from tests.support.sandbox import RunningSandbox

COFFEE, QUEUE, _ = bundled_websites()
SEEDS = [(conversation.session_id, 1) for conversation in conversations_of([COFFEE])]


async def opens(person: Person, what: str, found: str) -> None:
    """Open a session by what the dialog finds for ``what``."""
    await person.presses("ctrl+o")
    await person.sees("Open a session")
    await person.pastes(what)
    await person.sees(found)
    await person.presses("enter")
    await person.loses("Open a session")


async def test_a_session_is_found_by_its_title(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("Do you sell decaf?")
        await person.sees("1 / 2,500")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await opens(person, "decaf", "2 messages")
        await person.sees("›Do you sell decaf?")


async def test_a_session_is_found_by_its_text_and_brings_its_website(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.presses("ctrl+t")
        await person.pastes("sluice")
        await person.presses("enter")
        await person.sees("Ask Sluicegate")
        await opens(person, "wrackline", "Harbour Lantern Coffee · now")
        await person.sees("Ask Harbour Lantern Coffee", "›When are you open?")


async def test_an_unknown_id_is_asked_for_and_listed(sandbox: RunningSandbox) -> None:
    session_id = SEEDS[4][0]
    async with client(sandbox.base_url) as person:
        await person.sees("/ 2,500")
        await opens(person, session_id, f"Open “{session_id}” by id")
        await person.sees("Sessions 1", "You ")
        assert person.screen.splitlines()[2].startswith(" ›")


async def test_an_id_that_the_service_does_not_know_is_told(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("/ 2,500", "A new session")
        await opens(person, "nobody-knows-me", "Open “nobody-knows-me” by id")
        await person.sees("The service knows no message of a session nobody-knows-me.")
        await person.sees("No sessions yet")


async def test_an_id_that_is_known_offline_opens_and_one_that_is_not_says_why() -> None:
    with running_sandbox() as sandbox:
        await listed(sandbox.base_url, SEEDS[:2])
        async with client(sandbox.base_url) as person:
            await person.sees("Sessions 2")
            await person.loses("no messages")
        base_url = sandbox.base_url
    async with client(base_url) as person:
        await person.sees("! offline")
        await opens(person, SEEDS[1][0], "messages")
        await person.sees("You ")
        await opens(person, "not-here", "Open “not-here” by id")
        await person.sees("Not opened: 127.0.0.1", "cannot be reached")


async def test_a_slow_answer_does_not_pull_a_person_away(sandbox: RunningSandbox) -> None:
    session_id = SEEDS[4][0]
    async with client(sandbox.base_url) as person:
        await person.sees("/ 2,500", "A new session")
        sandbox.hang()
        await opens(person, session_id, "by id")
        await person.sees(f"Asking the service for {session_id}…")
        await person.presses("ctrl+n")
        await person.types("hello")
        sandbox.go_on()
        await person.sees(f"{session_id} is in the list of Harbour Lantern Coffee now.", "Sessions 2")
        assert person.typed == "hello"


async def test_a_session_of_the_command_line_does_not_pull_a_person_away(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsettled, may_open = Conversation.unsettled_sessions, asyncio.Event()

    async def unsettled_later(conversation: Conversation) -> list[str]:
        await may_open.wait()
        return await unsettled(conversation)

    monkeypatch.setattr(Conversation, "unsettled_sessions", unsettled_later)
    await listed(sandbox.base_url, [("own-0", 1), ("own-1", 1)])
    async with client(sandbox.base_url, session="own-0") as person:
        await person.sees("Sessions 2")
        await person.presses("f2", "j", "enter")
        await person.until(lambda: person.app.main.composer.address == Address(1, "own-1"))
        may_open.set()
        await person.sees("own-0 is in the list of Harbour Lantern Coffee now.")
        assert person.app.main.composer.address == Address(1, "own-1")
        assert person.app.main.composer.has_focus_within


async def test_a_hit_in_the_text_opens_at_the_message_and_marks_it(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "tui-long", 600)
    async with client(sandbox.base_url) as person:
        await person.sees("Reply 299")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await opens(person, "reply 57", "Reply 57")
        await person.sees("Find", "1 of 1", "Reply 57", "Question 58")
        assert person.app.focused is person.app.main.composer.query_one("TextArea")
        await person.presses("escape")
        await person.loses("1 of 1")
        await person.sees("Reply 57", "Question 58")
        # What is read from the store below the hit is not new, however far one reads.
        unseen: set[int] = set()
        while person.app.main.transcript.reading_place is not None:
            person.app.main.transcript.by_pages(1)
            await person.pilot.pause()
            unseen.add(person.app.main.transcript.unseen)
        await person.sees("Reply 299")
        assert unseen == {0}


async def test_a_hit_in_the_session_that_is_open_goes_to_the_message(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "tui-long", 600)
    async with client(sandbox.base_url) as person:
        await person.sees("Reply 299")
        await opens(person, "57 reply", "Reply 57")
        await person.sees("Reply 57", "2 of 6")
