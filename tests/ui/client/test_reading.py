"""Where a person reads is where they are again: in the next session but one, and at the next start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import NARROW, SMALL, WIDE, client, long_session
from tui import paths
from tui.services.library import Library
from tui.store.errors import StoreError
from tui.widgets.transcript import view

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tests.ui.client.person import Person
    from tui.domain.models import TranscriptPage
    from tui.widgets.transcript import Transcript


def kept() -> str:
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        found = connection.execute("SELECT value FROM preferences WHERE key = 'reading'").fetchone()
    return found[0] if found else ""


def held(person: Person) -> Transcript | None:
    return getattr(person.app.main, "transcript", None)


def shown(person: Person) -> tuple[int, int] | None:
    """The message at the top of the view, and how far into it; ``None`` at the end, or before it is drawn."""
    transcript = held(person)
    place = transcript.reading_place if transcript is not None else None
    return None if place is None else (place.key, place.characters)


async def opened(person: Person) -> None:
    """Wait until the session is in the transcript: its row in the sidebar shows the same words."""
    await person.until(lambda: (t := held(person)) is not None and t.state.messages != ())


async def pages_up(person: Person, pages: int) -> tuple[int, int]:
    """Go up, each page when the one before is shown; return what is read then."""
    for _ in range(pages):
        before = shown(person)
        await person.presses("pageup")
        await person.until(lambda before=before: shown(person) not in {None, before})
    place = shown(person)
    assert place is not None
    return place


@pytest.mark.parametrize("pages", [2, 12], ids=["near the end", "far from it"])
async def test_the_next_start_is_at_the_line_that_was_read(sandbox: RunningSandbox, pages: int) -> None:
    await long_session(sandbox.base_url, "long", 400)
    async with client(sandbox.base_url) as person:
        await opened(person)
        before = await pages_up(person, pages)
    async with client(sandbox.base_url) as person:
        await person.until(lambda: shown(person) == before)


async def test_another_size_shows_the_same_message(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url, size=WIDE) as person:
        await opened(person)
        before = await pages_up(person, 2)
    for size in (NARROW, SMALL):
        async with client(sandbox.base_url, size=size) as person:
            await person.until(lambda: (place := shown(person)) is not None and place[0] == before[0])


async def test_who_was_at_the_end_is_there_again(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url) as person:
        await opened(person)
        await pages_up(person, 1)
    assert kept()
    async with client(sandbox.base_url) as person:
        await person.until(lambda: shown(person) is not None)
        await person.presses("pagedown", "pagedown")
        await person.until(lambda: shown(person) is None)
    assert not kept()
    async with client(sandbox.base_url) as person:
        await opened(person)
        await person.until(lambda: shown(person) is None)


async def test_a_session_is_found_as_it_was_left(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url) as person:
        await opened(person)
        before = await pages_up(person, 3)
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await person.presses("f2", "enter")
        await person.until(lambda: shown(person) == before)


async def test_a_place_is_on_disk_soon(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "REPORT_WITHIN", 0.05)
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url) as person:
        await opened(person)
        await pages_up(person, 1)
        await person.until(lambda: kept().startswith("long "))


@pytest.mark.parametrize("count", [80, 300])
async def test_the_first_key_goes_to_the_first_message(sandbox: RunningSandbox, count: int) -> None:
    await long_session(sandbox.base_url, "long", count)
    async with client(sandbox.base_url) as person:
        await opened(person)
        transcript = held(person)
        assert transcript is not None
        transcript.focus()
        await person.presses("g")
        await person.sees("Reply 0")
        assert transcript.in_view(transcript.state.messages[0].key)


async def test_older_messages_are_asked_for_again_where_the_store_could_not_be_read(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url) as person:
        await opened(person)
        with monkeypatch.context() as broken:

            async def unreadable(*_: object, **__: object) -> TranscriptPage:
                raise StoreError("The store cannot be read.")

            broken.setattr(Library, "page", unreadable)
            first = person.app.main.transcript.state.messages[0].key
            for _ in range(12):
                await person.presses("pageup")
            await person.sees("The store cannot be read.")
            assert person.app.main.transcript.state.messages[0].key == first
        await person.presses("pageup")
        await person.until(lambda: person.app.main.transcript.state.messages[0].key < first)
