"""The whole client while its store fails: it stays up, says so, holds what was typed, and writes it later."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import Person, client
from tui import paths

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.support.sandbox import RunningSandbox

LONG = "precious words " * 500


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.connection.BUSY_TIMEOUT", 20)


def stored(query: str) -> list[str]:
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        return [value for (value,) in connection.execute(query)]


def drafts() -> list[str]:
    return stored("SELECT text FROM drafts")


@contextmanager
def held() -> Generator[None]:
    """Hold the store as another program would."""
    with closing(sqlite3.connect(paths.database_file("default"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def set_pragma(person: Person, pragma: str) -> None:
    """Change the client's own connection: a disk that is full, a file that is read-only."""
    opened = person.app._desk.opened  # pyright: ignore[reportPrivateUsage]
    assert opened is not None
    await opened.store.database.read(lambda connection: connection.execute(f"PRAGMA {pragma}").fetchall())


async def test_on_a_full_disk_what_is_typed_is_held_and_written_once_there_is_room(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await set_pragma(person, "max_page_count = 1")  # that is: as many pages as it has now
        await person.pastes(LONG)
        await person.sees("because the disk is full: make room", "What is typed is held here")
        assert drafts() == []
        await person.presses("ctrl+n")  # what is left behind is held too
        await person.until(lambda: person.typed == "")
        await set_pragma(person, f"max_page_count = {2**30}")
        await person.sees("What is typed is on disk again.")
        assert drafts() == [LONG]


async def test_a_reply_that_comes_while_the_file_is_read_only_is_shown_and_written_later(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.until(lambda: sandbox.waiting == 1)
        await set_pragma(person, "query_only = ON")
        sandbox.release()
        await person.sees("is read-only", "keep harbour hours")
        assert stored("SELECT state FROM messages") == ["sending"]
        await set_pragma(person, "query_only = OFF")
        await person.until(lambda: stored("SELECT state FROM messages") == ["answered", "received"])
    assert sandbox.asked("chat/") == sandbox.messages_used() == 1


async def test_what_is_typed_while_another_program_holds_the_file_is_written_once_it_is_free(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        with held():
            await person.types("precious")
            await person.sees("is held by another program", "What is typed is held here")
            await person.types(" words")
            assert person.typed == "precious words"
        await person.sees("What is typed is on disk again.")
        await person.until(lambda: drafts() == ["precious words"])


async def test_a_folder_that_cannot_be_made_is_told_and_the_client_starts_once_it_can(
    sandbox: RunningSandbox,
) -> None:
    in_the_way = paths.database_file("default").parent
    in_the_way.parent.mkdir(parents=True)
    in_the_way.touch()
    async with client(sandbox.base_url) as person:
        await person.sees("The client cannot start", "cannot be made")
        await person.types("precious words")
        in_the_way.unlink()
        await person.sees("0 / 2,500", "precious words")
        await person.until(lambda: drafts() == ["precious words"])
        assert "cannot be made" not in person.words


async def test_a_newer_file_is_told_and_left_alone(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
    path = paths.database_file("default")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    async with client(sandbox.base_url) as person:
        await person.sees("was written by a newer asyntai-tui")
        await person.types("precious words")
        assert person.typed == "precious words"
    assert stored("PRAGMA user_version") == [99]


async def test_a_damaged_file_is_kept_aside_and_a_fresh_one_takes_what_is_typed(
    sandbox: RunningSandbox,
) -> None:
    path = paths.database_file("default")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 1000)
    async with client(sandbox.base_url) as person:
        await person.sees("The store was damaged.", "The damaged file is kept as")
        await person.types("precious words")
        await person.until(lambda: drafts() == ["precious words"])
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == b"no database at all" * 1000


async def test_what_is_typed_where_there_is_no_website_is_there_at_the_next_start(
    sandbox: RunningSandbox,
) -> None:
    sandbox.hang()
    async with client(sandbox.base_url) as person:
        await person.until(lambda: bool(sandbox.pending))
        await person.types("precious words")
    async with client(sandbox.base_url) as person:
        await person.sees("precious words")
        sandbox.go_on()
        await person.until(lambda: drafts() == ["precious words"])
        assert person.typed == "precious words"
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500", "precious words")
        assert person.typed == "precious words"
