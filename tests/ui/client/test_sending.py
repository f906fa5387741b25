"""A message's way, as a person sees it: sent, waiting, queued, taken back, answered."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import SMALL, WIDE, Person, client
from tui import paths
from tui.domain.settings import Settings
from tui.services.open import open_services
from tui.widgets.composer_input import ComposerInput

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

LONGEST = "visitor-e85b2071"
"""The longest conversation that the sandbox starts with."""


def stored_messages() -> list[tuple[str, str]]:
    """State and text of the messages in the store's file."""
    with closing(sqlite3.connect(paths.database_file("default"))) as connection:
        return connection.execute("SELECT state, content FROM messages ORDER BY position").fetchall()


async def test_a_message_is_on_disk_before_the_composer_is_clear_and_waits_in_view(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.until(lambda: person.typed == "")
        assert [text for _, text in stored_messages()] == ["When are you open?"]
        await person.sees("answering…")
        await person.until(lambda: sandbox.waiting == 1)
        await person.sees("1 s")
        assert "0 / 2,500" in person.screen
        await person.types("while it waits")
        assert person.typed == "while it waits"
        sandbox.release()
        await person.sees("keep harbour hours", "1 / 2,500 · 99 % left")
        await person.loses("answering…")
        assert person.typed == "while it waits"
    assert sandbox.asked("chat/") == 1


async def test_a_second_question_waits_for_the_first_and_is_sent_after_it(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.asks("And on Sundays?")
        await person.sees("· Queued")
        assert sandbox.waiting == 1
        sandbox.release()
        await person.sees("2 / 2,500")
        await person.loses("· Queued")
        asked = [text for _, text in stored_messages()]
        assert asked[0] == "When are you open?"
        assert asked[2] == "And on Sundays?"


async def test_esc_takes_back_what_is_queued_and_keeps_what_is_typed(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.asks("And on Sundays?")
        await person.sees("· Queued")
        await person.types("Also,")
        await person.presses("escape")
        await person.sees("Taken back before it was sent. Its text is in the composer.")
        await person.loses("· Queued")
        assert person.typed == "And on Sundays?\nAlso,"
        sandbox.release()
        await person.sees("1 / 2,500")
    assert sandbox.asked("chat/") == 1


async def changed(person: Person, more: str) -> None:
    """Write more into the dialog for a queued message, and save it."""
    person.app.screen.query_one(ComposerInput).enter_rule.gap = 0
    await person.types(more)
    await person.presses("enter")


async def test_a_queued_message_is_changed_in_its_place(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.asks("And on Sundays?")
        await person.asks("Where is it?")
        await person.until(lambda: person.screen.count("· Queued") == 2)
        await person.presses("shift+tab", "G", "k", "e")
        await person.sees("Change the message", "And on Sundays?", "Enter Save")
        await changed(person, " And in May?")
        await person.loses("Change the message")
        await person.sees("And on Sundays? And in May?")
        sandbox.release()
        await person.sees("3 / 2,500")
        asked = [text for _, text in stored_messages()][::2]
        assert asked == ["When are you open?", "And on Sundays? And in May?", "Where is it?"]


async def test_any_queued_message_is_taken_back(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.presses("shift+tab", "e", "x")  # what is on its way is left alone
        assert len(person.app.screen_stack) == 1
        await person.presses("tab")
        await person.until(lambda: person.app.main.composer.has_focus_within)
        await person.asks("And on Sundays?")
        await person.asks("Where is it?")
        await person.until(lambda: person.screen.count("· Queued") == 2)
        await person.presses("shift+tab", "G", "k", "x")
        await person.sees("Taken back before it was sent.")
        assert person.typed == "And on Sundays?"
        sandbox.release()
        await person.sees("2 / 2,500")
    assert sandbox.asked("chat/") == 2


async def test_what_was_changed_too_late_is_in_the_composer(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.asks("And on Sundays?")
        await person.sees("· Queued")
        await person.presses("shift+tab", "G", "e")
        await person.sees("Change the message")
        sandbox.release()
        await person.until(lambda: sandbox.asked("chat/") == 2)
        await changed(person, " And in May?")
        await person.sees("cannot be changed")
        assert person.typed == "And on Sundays? And in May?"
        await person.sees("2 / 2,500")


async def test_esc_while_a_message_is_on_its_way_puts_a_copy_into_the_composer(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.presses("escape")
        await person.sees("This message is on its way and counts.")
        assert person.typed == "When are you open?"
        sandbox.release()
        await person.sees("1 / 2,500", "keep harbour hours")
        assert person.typed == "When are you open?"


async def test_a_reply_appears_by_and_by_and_at_once_with_esc(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, settings=Settings(reveal="words")) as person:
        await person.sees("0 / 2,500")
        await person.asks("When are you open?")
        await person.sees("The shop and")
        assert "Roasting days" not in person.screen
        await person.presses("escape")
        assert "Roasting days" in person.screen
        assert person.typed == ""


async def test_the_gauge_counts_at_once_and_is_confirmed(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.until(lambda: sandbox.waiting == 1)
        sandbox.hang()  # what comes after the answer is not answered
        sandbox.release()
        await person.sees("~1 / 2,500")
        sandbox.go_on()
        await person.loses("~")
        assert "1 / 2,500" in person.screen


async def test_up_recalls_what_was_asked(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.asks("When are you open?")
        await person.asks("Do you roast?")
        await person.sees("2 / 2,500")
        await person.presses("up")
        assert person.typed == "Do you roast?"
        await person.presses("up")
        assert person.typed == "When are you open?"
        await person.presses("down", "down")
        assert person.typed == ""
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await person.presses("up")
        assert person.typed == ""


async def test_a_reply_in_another_session_is_told_by_its_row(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("answering…")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        sandbox.release()
        await person.sees("2 · The shop and the", "1 / 2,500")
        assert "keep harbour hours" not in person.screen
        await person.presses("f2", "enter")
        await person.sees("keep harbour hours")


async def test_a_question_sent_from_far_up_in_a_long_session_is_seen(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, session=LONGEST) as person:
        await person.sees("0 / 2,500", "Sessions 1")
        await person.presses("shift+tab", "g")
        await person.sees("Good morning!")
        await person.presses("escape")
        await person.asks("One more thing: when are you open?")
        await person.sees("▏ One more thing", "keep harbour hours")


async def test_a_message_of_many_lines_arrives_as_it_was_written(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, size=SMALL) as person:
        await person.sees("Harbour")
        await person.types("One")
        await person.presses("ctrl+j", "ctrl+j")
        await person.types("two")
        await person.presses("enter")
        await person.until(lambda: sandbox.messages_used() == 1)
        await person.until(lambda: ("answered", "One\n\ntwo") in stored_messages())


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_leaving_while_a_message_is_out_keeps_it_as_unknown(
    sandbox: RunningSandbox, size: tuple[int, int]
) -> None:
    async with client(sandbox.base_url, size=size) as person:
        await person.sees("Harbour")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.until(lambda: sandbox.waiting == 1)
    assert stored_messages() == [("unknown", "When are you open?")]
    sandbox.release()
    async with client(sandbox.base_url, size=size) as person:
        await person.sees("Roasting days")
        assert [state for state, _ in stored_messages()] == ["answered", "received"]
    assert sandbox.messages_used() == 1


async def test_what_another_instance_does_is_seen(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        session_id = person.app.main.sidebar.current or ""
        async with await open_services(Settings(), base_url=sandbox.base_url, environ=os.environ) as other:
            await other.connect()
            await other.conversation.enqueue(session_id, 1, "Asked in another window")
            async for _step in other.conversation.pump(session_id):
                pass
            await other.library.rename(session_id, "Renamed elsewhere")
        await person.sees("▏ Asked in another window", "›Renamed elsewhere")
