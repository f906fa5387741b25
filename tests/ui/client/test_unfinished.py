"""What is typed in a dialog is kept like a draft, and there again where it belongs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.support.sandbox import running_sandbox
from tests.ui.client.person import client, listed
from tui import paths

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox


def unfinished() -> list[str]:
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM unfinished")]


async def test_a_name_that_is_being_typed_is_there_when_the_dialog_is_opened_again(
    sandbox: RunningSandbox,
) -> None:
    await listed(sandbox.base_url, [("own-0", 1)])
    async with client(sandbox.base_url, session="own-0") as person:
        await person.sees("0 / 2,500", "Sessions 1")
        await person.presses("f2", "r")
        await person.sees("Rename the session")
        await person.types("Half a na")
        await person.until(lambda: unfinished() == ["Half a na"])
        await person.types("me")
    assert unfinished() == ["Half a name"]
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500", "Sessions 1")
        await person.presses("f2", "r")
        await person.sees("Rename the session", "Half a name")
        await person.presses("enter")
        await person.sees("›Half a name")
        await person.until(lambda: unfinished() == [])


async def test_a_dialog_that_is_closed_leaves_nothing_unfinished(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, [("own-0", 1)])
    async with client(sandbox.base_url, session="own-0") as person:
        await person.sees("0 / 2,500", "Sessions 1")
        await person.presses("f2", "r")
        await person.sees("Rename the session")
        await person.types("Half a name")
        await person.until(lambda: unfinished() == ["Half a name"])
        await person.presses("escape")
        await person.until(lambda: unfinished() == [])


async def test_a_change_to_a_queued_message_is_a_draft_at_the_next_start(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.asks("And on Sundays?")
        await person.sees("· Queued")
        await person.presses("shift+tab", "G", "e")
        await person.sees("Change the message")
        await person.types(" And in May?")
    assert unfinished() == ["And on Sundays? And in May?"]
    sandbox.release()
    async with client(sandbox.base_url) as person:
        await person.sees("2 / 2,500")
        assert person.typed == "And on Sundays? And in May?"
        assert unfinished() == []
    assert sandbox.asked("chat/") == 2


async def test_a_paste_that_waits_for_an_answer_is_a_draft_at_the_next_start(
    sandbox: RunningSandbox,
) -> None:
    log = "".join(f"Line {number} of a log\n" for number in range(1, 6))
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.until(lambda: person.app.main.composer.address is not None)
        await person.types("What is this?")
        await person.pastes(log)
        await person.sees("Paste 5 lines?")
        await person.until(lambda: unfinished() == [log])
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500", "A paste that waited for your answer", "Line 5 of a log")
        assert sorted(person.typed.splitlines()) == sorted(["What is this?", *log.splitlines()])
        assert unfinished() == []


async def test_a_paste_that_is_decided_about_leaves_nothing_unfinished(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.until(lambda: person.app.main.composer.address is not None)
        for key, typed in (("escape", ""), ("enter", "1\n2\n3\n4\n")):
            await person.pastes("1\n2\n3\n4\n")
            await person.sees("Paste 4 lines?")
            await person.until(lambda: unfinished() != [])
            await person.presses(key)
            await person.until(lambda typed=typed: person.typed == typed and unfinished() == [])


async def test_two_clients_without_a_website_keep_what_is_typed_in_each() -> None:
    with running_sandbox(websites=(), seeded=False) as sandbox:
        async with client(sandbox.base_url) as person, client(sandbox.base_url) as other:
            for each, words in ((person, "mine"), (other, "others")):
                await each.sees("No websites yet")
                await each.types(words)
            await person.until(lambda: sorted(unfinished()) == ["mine", "others"])
            async with client(sandbox.base_url) as third:
                await third.sees("No websites yet")
                assert third.typed == ""
        async with client(sandbox.base_url) as person:
            await person.sees("No websites yet", "mine", "others")
            assert sorted(person.typed.split()) == ["mine", "others"]
            await person.until(
                lambda: [sorted(each.split()) for each in unfinished()] == [["mine", "others"]]
            )


async def test_what_is_a_draft_already_is_not_brought_back_beside_it(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.until(lambda: person.app.main.composer.address is not None)
        await person.types("half a question")
    # Killed behind the write of the draft, before the other text was let go of.
    with closing(sqlite3.connect(paths.database_file("default"))) as connection, connection:
        connection.execute("INSERT INTO unfinished VALUES ('homeless gone', 'half a question', 'gone')")
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500", "half a question")
        await person.until(lambda: person.app.main.composer.address is not None)
        await person.until(lambda: unfinished() == [])
        assert person.typed == "half a question"
