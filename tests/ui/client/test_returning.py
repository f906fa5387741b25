"""Words that an earlier run ended over are back, in the session that they belong to."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import client, listed
from tui import paths
from tui.domain.models import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.sandbox import RunningSandbox

WORDS = "half a question"
THERE = Address(1, "own-1")


def in_the_editor(address: Address) -> None:
    """Leave words as a client does that is killed while its editor is open."""
    database = paths.database_file("default")
    folder = database.with_name(f"{database.name}-editor") / "gone-1"
    folder.mkdir(parents=True)
    (folder / "message.md").write_text(WORDS)
    origin = {"address": [address.website_id, address.session_id], "before": ""}
    (folder / "origin.json").write_text(json.dumps(origin))


def in_a_dialog(place: str) -> None:
    """Leave words as a client does that is killed while a dialog holds them."""
    with closing(sqlite3.connect(paths.database_file("default"))) as connection, connection:
        connection.execute("INSERT INTO unfinished VALUES (?, ?, 'gone')", (place, WORDS))


def as_a_paste(address: Address) -> None:
    in_a_dialog(f"paste {address.website_id} {address.session_id} 0 gone")


def as_a_change(address: Address) -> None:
    in_a_dialog(f"edit {address.website_id} {address.session_id} 7")


async def used_last(sandbox: RunningSandbox, session: str, typed: str = "") -> None:
    """Have a session be the one that was open last, with something typed in it."""
    await listed(sandbox.base_url, [("own-0", 1), ("own-1", 1)])
    async with client(sandbox.base_url, session=session) as person:
        await person.until(lambda: person.app.main.composer.address == Address(1, session))
        await person.types(typed)


@pytest.mark.parametrize(
    ("leave", "said"),
    [
        (in_the_editor, "What was written in the editor is back in the composer."),
        (as_a_paste, "A paste that waited for your answer is back in the composer. Nothing was sent."),
        (
            as_a_change,
            "What you were changing in a queued message is back in the composer. "
            "The message is sent as it was.",
        ),
    ],
)
async def test_the_session_of_the_words_is_opened_though_another_was_used_last(
    sandbox: RunningSandbox, leave: Callable[[Address], None], said: str
) -> None:
    await used_last(sandbox, "own-0")
    leave(THERE)
    async with client(sandbox.base_url) as person:
        await person.sees(said, "0 / 2,500")
        assert person.app.main.composer.address == THERE
        assert person.typed == WORDS


async def test_where_something_else_is_typed_it_is_said_where_the_words_are(sandbox: RunningSandbox) -> None:
    await used_last(sandbox, "own-0", "another question")
    in_the_editor(THERE)
    async with client(sandbox.base_url) as person:
        await person.sees(
            "What was written in the editor is back as the draft of a new session: "
            "F2 goes to the list, where it is marked *."
        )
        assert person.typed == "another question"
        await person.presses("f2", "j", "enter")
        await person.until(lambda: person.typed == WORDS)
        assert person.app.main.composer.address == THERE


async def test_words_of_another_website_are_one_key_away(sandbox: RunningSandbox) -> None:
    await used_last(sandbox, "own-0")
    in_the_editor(Address(2, "own-2"))
    async with client(sandbox.base_url, website="1") as person:
        await person.sees(
            "is back as the draft of a new session of Sluicegate Webhooks: Ctrl+T goes to that website."
        )
        await person.presses("ctrl+t", *"slui", "enter")
        await person.until(lambda: person.typed == WORDS)
