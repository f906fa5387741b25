"""The websites of the account: none, one or many, and going from one to another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support.sandbox import RunningSandbox, running_sandbox
from tests.ui.client.person import NARROW, Person, client
from tui.sandbox.websites import Website, bundled_websites

if TYPE_CHECKING:
    from pathlib import Path

COFFEE, QUEUE, WORKSHOP = bundled_websites()


def many(count: int) -> tuple[Website, ...]:
    return tuple(
        replace(COFFEE, id=n, name=f"Shop number {n}", domain=f"shop{n}.example", is_primary=n == 77)
        for n in range(1, count + 1)
    )


async def test_without_a_website_the_client_says_what_to_do_and_keeps_what_is_typed() -> None:
    with running_sandbox(websites=(), seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("No websites yet", "Add a website to your account on asyntai.com")
            await person.pastes("Hello?")
            await person.presses("enter")
            await person.sees("There is no website on screen yet: the text stays here until there is one.")
            assert person.typed == "Hello?"
            await person.presses("ctrl+t")
            await person.sees("This account has no website yet.")
            await person.presses("escape", "ctrl+o")
            await person.sees("Open a session")
            await person.presses("escape", "ctrl+n")
            await person.sees("There is no website on screen yet")
            port = sandbox.port
    with running_sandbox(port=port, seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("Ask Harbour Lantern Coffee")


async def test_a_single_website_is_simply_there() -> None:
    with running_sandbox(websites=(QUEUE,), seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("Sluicegate Webhooks  sluicegate.example")
            assert "▾" not in person.screen
            await person.presses("ctrl+t")
            await person.sees("Choose a website")
            await person.presses("enter")
            await person.loses("Choose a website")
            await person.asks("How do I verify a signature?")
            await person.sees("1 / 2,500")


async def test_of_five_hundred_websites_the_primary_one_is_open_and_any_is_found(home: Path) -> None:
    books = home / "sandbox.sqlite3"
    with running_sandbox(websites=many(500), seeded=False, database=books) as sandbox:
        async with client(sandbox.base_url, size=NARROW) as person:
            await person.sees("Shop number 77")
            await person.presses("ctrl+t")
            await person.sees("Choose a website · 500")
            await person.sees("open now · primary")
            await person.types("432")
            await person.sees("1 of 500", "shop432.example")
            await person.presses("enter")
            await person.sees("Ask Shop number 432")
            await person.asks("Open?")
            await person.sees("1 / 2,500")
    assert asked_at(books) == [432]


async def test_another_website_shows_its_own_sessions_and_drafts(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("Ask Harbour Lantern Coffee")
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.types("half a thought")
        await picks(person, "sluice")
        await person.sees("Sluicegate Webhooks  ", "A new session")
        await person.loses("When are you open?")
        assert person.typed == ""
        await picks(person, "harbour")
        await person.sees("When are you open?", "Harbour Lantern Coffee  ")
        assert person.typed == "half a thought"


async def test_a_website_that_is_gone_gives_way_to_the_primary_one(home: Path) -> None:
    with running_sandbox(seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("Ask Harbour Lantern Coffee", "/ 2,500")
            await picks(person, "sluice")
            await person.sees("Ask Sluicegate Webhooks")
            await person.types("a draft")
            port = sandbox.port
    books = home / "sandbox.sqlite3"
    with running_sandbox(port=port, websites=(COFFEE, WORKSHOP), seeded=False, database=books) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("Ask Harbour Lantern Coffee")
            await person.sees("Sluicegate Webhooks is no website of this account any more.")
            await person.asks("Hello?")
            await person.sees("1 / 2,500")
    assert asked_at(books) == [1]


async def picks(person: Person, name: str) -> None:
    """Choose another website by what it is called."""
    await person.presses("ctrl+t")
    await person.sees("Choose a website")
    await person.pastes(name)
    await person.presses("enter")


def asked_at(database: Path) -> list[int]:
    """The websites at which the client asked something, by the sandbox's own books."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT website_id FROM sessions WHERE id LIKE 'tui-%' ORDER BY id")
        return [website_id for (website_id,) in rows]
