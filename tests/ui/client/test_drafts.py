"""What is typed and not sent is the draft of its own session, whatever happens."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.ui.client.person import client
from tui import paths
from tui.store import database

if TYPE_CHECKING:
    import pytest

    from tests.support.sandbox import RunningSandbox


def stored_drafts() -> list[str]:
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM drafts ORDER BY session_id")]


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
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 100)
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
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 100)
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
