"""Nothing goes to the wrong place, whatever a person does while the store or the service is slow."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import Person, client, listed
from tui import paths
from tui.domain.models import Address
from tui.widgets.composer_input import ComposerInput
from tui.widgets.session_sidebar import SessionSidebar

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

SESSIONS = [(f"own-{n}", 1) for n in range(3)]


def written() -> dict[str, list[str]]:
    """What the store's file holds of the person's words, by session: messages in order, then the draft."""
    found: dict[str, list[str]] = defaultdict(list)
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        asked = "SELECT session_id, content FROM messages WHERE role = 'user' ORDER BY position"
        for query in (asked, "SELECT session_id, text FROM drafts"):
            for session_id, text in connection.execute(query):
                found[session_id].append(text)
    return found


def slow_store(person: Person, seconds: float) -> asyncio.Task[None]:
    """Keep the store busy for a while; what is asked of it meanwhile waits."""
    database = person.app._desk.services.store.sessions._database  # pyright: ignore[reportPrivateUsage]
    return asyncio.create_task(database.read(lambda _connection: time.sleep(seconds)))


def opens(person: Person, session_id: str) -> None:
    """Choose a session in the sidebar, without waiting for anything."""
    person.app.main.sidebar.post_message(SessionSidebar.Opened(session_id))


def composer(person: Person) -> ComposerInput:
    return person.app.main.composer.query_one(ComposerInput)


async def test_what_is_typed_while_another_session_opens_stays_with_its_own(
    sandbox: RunningSandbox,
) -> None:
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await person.sees("0 / 2,500")
        await person.until(lambda: person.app.main.composer.address == Address(1, "own-0"))
        await person.types("typed ")
        busy = slow_store(person, 0.3)
        opens(person, "own-1")
        composer(person).type_in("in own-0")
        assert person.typed == "typed in own-0"
        await busy
        await person.until(lambda: person.typed == "")
    assert written() == {"own-0": ["typed in own-0"]}


async def test_of_many_moves_at_once_the_last_one_counts(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await person.until(lambda: person.app.main.composer.address == Address(1, "own-0"))
        await person.types("a draft")
        busy = slow_store(person, 0.2)
        for session_id in ("own-1", "own-2", "own-0", "own-1", "own-2"):
            opens(person, session_id)
        await busy
        await person.until(lambda: person.app.main.composer.address == Address(1, "own-2"))
        assert person.typed == ""
        assert person.app.main.sidebar.current == "own-2"
    assert written() == {"own-0": ["a draft"]}


async def test_a_message_goes_where_it_was_sent_from(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await person.until(lambda: person.app.main.composer.address == Address(1, "own-0"))
        await person.pastes("Sent from own-0")
        opens(person, "own-1")
        composer(person).send()
        opens(person, "own-2")
        await person.until(lambda: sandbox.messages_used() == 1)
        assert sandbox.messages("own-0")[0].content == "Sent from own-0"
        await person.sees("1 / 2,500")
    assert written() == {"own-0": ["Sent from own-0"]}


async def test_a_reply_that_comes_while_its_session_opens_is_shown_once(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await person.until(lambda: person.app.main.composer.address == Address(1, "own-0"))
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        opens(person, "own-1")
        await person.sees("A new session")
        for pause in (0.0, 0.05, 0.1):
            busy = slow_store(person, pause)
            opens(person, "own-0")
            sandbox.release()
            await busy
            await person.sees("keep harbour hours")
            assert person.screen.count("keep harbour hours") == 1
            opens(person, "own-1")
            await person.sees("A new session")


async def test_removing_the_last_words_while_they_are_fetched_is_no_accident(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.types("x")
        await person.sees("* now")
        sandbox.hang()
        await person.presses("f5", "backspace")
        await person.loses("* now")
        sandbox.go_on()
        await person.sees("No sessions yet", "A new session")


@pytest.mark.parametrize("seed", range(3))
async def test_no_word_is_lost_doubled_or_misplaced(sandbox: RunningSandbox, seed: int) -> None:
    chance = random.Random(seed)
    await listed(sandbox.base_url, SESSIONS)
    expected: dict[str, str] = {}
    """The session in which each word was typed."""
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500", "Ask Harbour")
        busy: list[asyncio.Task[None]] = []
        for step in range(80):
            match chance.choice(["type", "type", "type", "send", "open", "new", "website", "slow", "wait"]):
                case "type":
                    word = f"w{step:02}-{seed}"
                    address = person.app.main.composer.address
                    assert address is not None
                    expected[word] = address.session_id
                    composer(person).type_in(f" {word}")
                case "send":
                    composer(person).send()
                case "open":
                    opens(person, chance.choice(SESSIONS)[0])
                case "new":
                    person.app.main.request(lambda do: do.navigation.new())
                case "website":
                    goes_to(person, chance.randint(1, 3))
                case "slow":
                    busy.append(slow_store(person, chance.uniform(0, 0.02)))
                case _:
                    await asyncio.sleep(chance.choice([0, 0, 0.001, 0.03]))
        await asyncio.gather(*busy)
        await person.until(lambda: {worker.group for worker in person.app.workers} <= {"watch"})
    found = {word: session_id for session_id, texts in written().items() for word in " ".join(texts).split()}
    words = [word for texts in written().values() for word in " ".join(texts).split()]
    assert found == expected
    assert len(words) == len(set(words)), "a word stands in two places"


def goes_to(person: Person, website_id: int) -> None:
    """Choose a website, without waiting for anything."""
    desk, do = person.app._desk, person.app._do  # pyright: ignore[reportPrivateUsage]
    website = next(site for site in desk.place.websites if site.id == website_id)
    desk.work(do.navigation.enter, website)
