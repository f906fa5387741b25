"""What is typed and not sent is the draft of its own session, whatever happens."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.ui.client.person import client, listed
from tui import paths
from tui.domain.models import Address
from tui.widgets.composer_input import ComposerInput

if TYPE_CHECKING:
    import pytest

    from tests.support.sandbox import RunningSandbox
    from tests.ui.client.person import Person


def stored_drafts() -> list[str]:
    return stored("SELECT text FROM drafts ORDER BY session_id")


def stored(query: str) -> list[str]:
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        return [text for (text,) in connection.execute(query)]


async def test_each_session_keeps_its_own_draft_and_its_row_says_so(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.types("one")
        await person.sees("* now")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        assert person.typed == ""
        await person.types("two")
        await person.sees("New session")
        await person.presses("f2", "j", "enter")
        await person.sees("keep harbour hours")
        assert person.typed == "one"
        await person.presses("ctrl+a", "delete", *["delete"] * 3)
        await person.presses("f2", "k", "enter")
        await person.sees("A new session")
        assert person.typed == "two"
        await person.presses("backspace", "backspace", "backspace")
        await person.loses("* now")
        await person.presses("ctrl+n")
        await person.sees("Sessions 1")


async def test_a_draft_is_on_disk_soon_and_there_again_at_the_next_start(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.types("And on Su")
        await person.until(lambda: stored_drafts() == ["And on Su"])
        await person.types("ndays")
    assert stored_drafts() == ["And on Sundays"]
    async with client(sandbox.base_url) as person:
        await person.sees("keep harbour hours", "And on Sundays")
        await person.presses("enter")
        await person.sees("2 / 2,500")
        assert person.typed == ""
        await person.until(lambda: stored_drafts() == [])


async def test_a_draft_of_a_session_that_is_new_brings_it_back(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.types("half a question")
    async with client(sandbox.base_url) as person:
        await person.sees("Sessions 1", "half a question")


async def test_what_the_editor_gives_back_is_in_the_composer(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "'")
    monkeypatch.delenv("VISUAL", raising=False)
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.types("kept")
        await person.presses("ctrl+g")
        await person.sees("has an open quotation mark. Set $EDITOR.")
        monkeypatch.setenv("EDITOR", "ed")
        await person.presses("ctrl+g")
        await person.sees("This terminal cannot be lent to an editor.")
        assert person.typed == "kept"


async def test_a_draft_that_cannot_be_kept_is_told_before_the_client_is_left(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.store.connection.BUSY_TIMEOUT", 100)
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.types("precious")
        await person.until(lambda: stored_drafts() == ["precious"])
        with closing(sqlite3.connect(paths.database_file("default"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await person.types(" words")
            await person.presses("ctrl+q")
            await person.sees("is held by another program", "Ctrl+Q once more leaves without it.")
            assert person.typed == "precious words"


async def test_a_message_that_cannot_be_put_on_disk_stays_in_the_composer(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.store.connection.BUSY_TIMEOUT", 100)
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        with closing(sqlite3.connect(paths.database_file("default"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await person.asks("When are you open?")
            await person.sees("is held by another program: try again in a moment")
            # Its draft may be told of first: until the message is given back, Enter sends nothing.
            await person.until(lambda: person.app.main.composer.unsent == "When are you open?")
        await person.presses("enter")
        await person.sees("1 / 2,500")
        assert person.typed == ""


async def test_whoever_leaves_on_the_heels_of_enter_finds_no_draft_of_it(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.types("When are you open?")
        await person.until(lambda: stored_drafts() == ["When are you open?"])
        person.app.main.composer.query_one(ComposerInput).send()
        await person.until(lambda: stored_drafts() == [])
        assert stored("SELECT content FROM messages") == ["When are you open?"]
    assert stored_drafts() == []
    sandbox.release()
    async with client(sandbox.base_url) as person:
        states = "SELECT state FROM messages WHERE role = 'user'"
        await person.until(lambda: stored(states) in (["answered"], ["failed"]))
        if stored(states) == ["failed"]:  # it left before its request was whole: that was surely not taken
            await person.sees("× Not sent")
            await person.presses("ctrl+r")
        await person.sees("Roasting days")
        assert person.typed == ""


async def test_what_is_typed_behind_a_message_is_the_draft_as_soon_as_that_is_queued(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.until(lambda: person.app.main.composer.address is not None)
        sandbox.hold()
        await person.types("When are you open?")
        writer = person.app.main.composer.query_one(ComposerInput)
        writer.send()
        writer.type_in("And on Sundays?")
        await person.until(lambda: stored("SELECT content FROM messages") != [])
        assert stored_drafts() == ["And on Sundays?"]
        await person.until(lambda: person.typed == "And on Sundays?")
        sandbox.release()
        await person.sees("1 / 2,500")


async def both_at(person: Person, other: Person) -> None:
    for each in (person, other):
        await each.until(lambda each=each: each.app.main.composer.address == Address(1, "own-0"))
        await each.sees("0 / 2,500")


async def test_two_clients_show_each_other_what_is_typed_and_lose_nothing_of_it(
    sandbox: RunningSandbox,
) -> None:
    await listed(sandbox.base_url, [("own-0", 1)])
    async with (
        client(sandbox.base_url, session="own-0") as person,
        client(sandbox.base_url, session="own-0") as other,
    ):
        await both_at(person, other)
        await person.types("one")
        await other.until(lambda: other.typed == "one")
        await other.types(" two")
        await person.until(lambda: person.typed == "one two")
        # Both write at once: whoever comes second has both.
        await person.types("!")
        await other.types("?")
        await person.until(lambda: "!" in person.typed and "?" in person.typed)
        await other.until(lambda: other.typed == person.typed)
        both = person.typed
    assert stored_drafts() == [both]


async def test_a_client_that_only_looks_on_leaves_the_draft_as_it_is(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, [("own-0", 1)])
    async with client(sandbox.base_url, session="own-0") as person:
        async with client(sandbox.base_url, session="own-0") as other:
            await both_at(person, other)
            await person.types("one")
            await person.until(lambda: stored_drafts() == ["one"])
        assert stored_drafts() == ["one"]
        assert person.typed == "one"


async def test_what_one_client_has_sent_the_other_does_not_send_again(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, [("own-0", 1)])
    async with (
        client(sandbox.base_url, session="own-0") as person,
        client(sandbox.base_url, session="own-0") as other,
    ):
        await both_at(person, other)
        await person.types("When are you open?")
        await other.until(lambda: other.typed == "When are you open?")
        for each in (person, other):
            each.app.main.composer.query_one(ComposerInput).send()
        await other.sees("keep harbour hours")
        await other.until(lambda: person.typed == other.typed == "")
    assert sandbox.asked("chat/") == 1
    assert stored_drafts() == []
