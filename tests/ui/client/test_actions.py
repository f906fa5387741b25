"""What a person can do by keys, palette, help, settings and find, in wide and narrow windows."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import NARROW, SMALL, client, listed, long_session
from tui import paths
from tui.domain.settings import Settings
from tui.key_places import main_screen_actions
from tui.sandbox.seeds import conversations_of
from tui.sandbox.websites import bundled_websites
from tui.settings.load import load

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

SEEDS = [(conversation.session_id, 1) for conversation in conversations_of(bundled_websites()[:1])]
NOT_NOW = {
    "message.retry",
    "composer.earlier",
    "composer.later",
    "list.unfilter",
    "cursor.edit",
    "cursor.withdraw",
}
"""Actions that are possible at times only; other tests show them."""


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_in_a_narrow_window_the_sessions_are_a_drawer(
    sandbox: RunningSandbox, size: tuple[int, int]
) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url, size=size) as person:
        await person.sees("Harbour")
        assert "Sessions" not in person.screen
        await person.presses("f2")
        await person.sees("Sessions 12", "Hello, are you open")
        await person.loses("no messages")  # the rows stand where they stay
        await person.presses("escape")
        await person.loses("Sessions 12")
        await person.pastes("typed in the composer")
        assert person.typed == "typed in the composer"
        await person.presses("f2")
        await person.sees("Sessions 13", "Hello, are you open")
        await person.presses("j", "enter")
        await person.loses("Sessions 1")
        await person.sees("thank you!", "kettle")
        assert person.typed == ""
        await person.presses("f2")
        await person.sees("Sessions 13")
        await person.presses("x")
        await person.sees("Sessions 12", "u brings it back.")
        await person.presses("u", "escape")
        await person.loses("Sessions 1")


async def test_a_wider_window_puts_the_drawer_in_its_place(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url, size=SMALL) as person:
        await person.sees("Harbour")
        await person.presses("f2")
        await person.sees("Sessions 12")
        await person.pilot.resize_terminal(120, 36)
        await person.sees("Sessions 12", "A new session")
        await person.pilot.resize_terminal(40, 12)
        await person.loses("Sessions")
        await person.types("x")
        assert person.typed == "x"


async def test_the_palette_has_every_action(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url) as person:
        await person.sees("Sessions 12", "0 / 2,500")
        await person.loses("no messages")
        await person.presses("ctrl+p")
        await person.sees("Show the keys of where you are.")
        pages = [person.words]
        while len(pages) < 2 or pages[-1] != pages[-2]:
            await person.presses("pagedown")
            pages.append(person.words)
        told = " ".join(pages)
        wanted = [action for action in main_screen_actions() if action.id not in NOT_NOW]
        assert not [action.id for action in wanted if action.help not in told]
        await person.presses("escape")


async def test_an_action_is_done_from_the_palette(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.presses("ctrl+p")
        await person.pastes("usage")
        await person.sees("Show the account, its plan and the month's usage.")
        await person.presses("enter", "enter")
        await person.sees("robin@harbourlantern.example", "starter")
        await person.presses("escape")
        await person.loses("robin@")


async def test_f1_helps_where_one_is(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        for keys, heading in (([], "In the composer"), (["f2"], "In the list of sessions")):
            await person.presses(*keys, "f1")
            await person.sees("Help", heading)
            await person.presses("f1", "escape")
            await person.loses(heading)


async def test_settings_hold_at_once_and_are_saved(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        await person.presses("f4")
        await person.sees("Settings", "asyntai-dark")
        await person.presses("down", "down")
        await person.until(lambda: person.app.theme == "asyntai-light")
        await person.presses("escape")
        await person.until(lambda: person.app.theme == "asyntai-dark")
        await person.presses("f4")
        await person.sees("Settings")
        await person.presses("down", "down", "enter")
        await person.sees("Saved.")
        assert person.app.theme == "asyntai-light"
    file = paths.config_file()
    assert tomllib.loads(file.read_text())["theme"] == "asyntai-light"
    assert file.stat().st_mode & 0o777 == 0o600
    async with client(sandbox.base_url, settings=load(file)) as person:
        await person.sees("0 / 2,500")
        assert person.app.theme == "asyntai-light"


async def test_the_demo_writes_no_settings() -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text('profile = "default"\n')
    async with client("", demo=True) as person:
        await person.sees("150 / 2,500")
        await person.presses("f4")
        await person.sees("Settings", "asyntai-dark")
        await person.presses("down", "down", "enter")
        await person.sees("Changed for this run: the demo keeps no settings.")
        assert person.app.theme == "asyntai-light"
    assert paths.config_file().read_text() == 'profile = "default"\n'


async def test_a_theme_that_there_is_not_is_told(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, settings=Settings(theme="asyntai-drak")) as person:
        await person.sees("No theme is called asyntai-drak: did you mean asyntai-dark?", "0 / 2,500")


async def test_a_key_of_ones_own_does_what_it_says(sandbox: RunningSandbox) -> None:
    settings = Settings(keys={"session.new": "f8", "app.help": "f9"})
    async with client(sandbox.base_url, settings=settings) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500", "F8 New", "F9 Help")
        await person.presses("f8")
        await person.sees("A new session")
        await person.presses("f9")
        await person.sees("F8", "Start a session.")


async def test_find_counts_goes_on_and_comes_back(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url) as person:
        await person.sees("Reply 149")
        await person.presses("ctrl+f")
        await person.types("question 1")
        await person.sees("61 of 61", "Question 149")
        await person.presses("down")
        await person.sees("1 of 61", "Question 1")
        await person.loses("Question 149")
        await person.presses("up")
        await person.sees("61 of 61", "Question 149")
        await person.types("33")
        await person.sees("1 of 1", "Question 133")
        await person.types("x")
        await person.sees("no match")
        await person.presses("escape")
        await person.loses("Find")
        await person.presses("ctrl+f")
        await person.types("Reply 20")
        await person.sees("1 of 1", "Reply 20")
        await person.presses("escape")
        await person.sees("Reply 149")
        await person.types("in the composer")
        assert person.typed == "in the composer"


async def test_find_ends_where_another_session_opens(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "long", 300)
    async with client(sandbox.base_url) as person:
        await person.sees("Reply 149")
        await person.presses("ctrl+f")
        await person.types("Reply 20")
        await person.sees("1 of 1")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await person.loses("1 of 1")
        await person.types("Hello")
        assert person.typed == "Hello"


async def test_a_message_sent_from_the_middle_of_ten_pages_is_seen(sandbox: RunningSandbox) -> None:
    await long_session(sandbox.base_url, "long", 1000)
    async with client(sandbox.base_url) as person:
        await person.sees("Reply 499")
        await person.presses("shift+tab", "g")
        await person.sees("Question 0")
        await person.presses("escape")
        await person.asks("When are you open?")
        await person.sees("keep harbour hours", "1 / 2,500")


async def test_a_reply_is_sent_to_the_clipboard_as_its_source(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.presses("ctrl+y")
        await person.sees("There is no reply to copy yet.", "0 / 2,500")
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.presses("ctrl+y")
        await person.sees("Sent the last reply to the terminal, ")
        assert "| Day |" in person.app.clipboard


async def test_of_several_keys_the_letter_is_named(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.presses("shift+tab")
        await person.sees("j Next", "k Previous", "G End")


async def test_the_find_bar_names_the_keys_that_work_in_it(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.presses("ctrl+f")
        await person.sees("Enter Next Up Previous Esc Close")
        await person.pastes("open")
        await person.sees("2 of 2")
        await person.presses("up")
        await person.sees("1 of 2")
        await person.presses("down")
        await person.sees("2 of 2")
        await person.presses("enter")
        await person.sees("1 of 2")
