"""F1: the keys of where one is, then all others, and what the marks mean."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import SIZES, read_all, shown
from tui.actions import COMPOSER, EVERYWHERE, SIDEBAR, TRANSCRIPT, Scope
from tui.key_places import main_screen_actions
from tui.screens.help import HelpGroup, HelpScreen, grouped, key_names


def main_groups(first: Scope) -> tuple[HelpGroup, ...]:
    return grouped([first, EVERYWHERE], main_screen_actions())


async def test_the_keys_of_the_focused_part_come_first() -> None:
    async with shown(HelpScreen(main_groups(SIDEBAR)), size=(120, 36)) as (app, _):
        text = app.text()
        assert text.index("In the list of sessions") < text.index("Everywhere")
        assert "Give this session a name." in text
        assert "In the composer" not in text.split("Everywhere")[0]


@pytest.mark.parametrize("size", SIZES)
async def test_every_action_is_there_with_its_sentence_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    async with shown(HelpScreen(main_groups(COMPOSER)), size=size) as (app, pilot):
        words = set((await read_all(app, pilot)).split())
        for action in main_screen_actions():
            assert set(action.help.split()) <= words
            assert set(key_names(action.keys).split()) <= words


async def test_keys_that_the_person_changed_are_shown_in_place_of_the_old_ones() -> None:
    screen = HelpScreen(main_groups(EVERYWHERE), {"session.new": "ctrl+e,f9"})
    async with shown(screen, size=(120, 36)) as (app, _):
        line = next(line for line in app.text().splitlines() if "Start a session." in line)
        assert "Ctrl+E or F9" in line
        assert "Ctrl+N" not in app.text()


async def test_marks_and_states_are_told_in_words() -> None:
    async with shown(HelpScreen(main_groups(EVERYWHERE)), size=(80, 24)) as (app, pilot):
        words = await read_all(app, pilot)
        for told in ("kept at the top", "typed here and not sent", "Queued", "Sending", "Failed", "Unknown"):
            assert told in words
        assert "never sent again unless you say so" in words


async def test_the_keys_of_a_pager_scroll_and_esc_closes() -> None:
    async with shown(HelpScreen(main_groups(TRANSCRIPT)), size=(40, 12)) as (app, pilot):
        assert "In the transcript" in app.text()
        start = app.text()
        await pilot.press("j", "j", "k")
        assert app.text() != start
        await pilot.press("G")
        assert "Choose another website." in app.words()
        await pilot.press("g")
        assert app.text() == start
        await pilot.press("space", "pageup")
        assert app.text() == start
        await pilot.press("escape")
        assert app.results == [None]


async def test_the_frame_names_the_key_that_closes_also_when_it_was_changed() -> None:
    screen = HelpScreen(main_groups(EVERYWHERE))
    async with shown(screen) as (app, pilot):
        assert "Esc Close" in app.text()
        app.set_keymap({"dialog.close": "f8"})
        await pilot.pause()
        assert "F8 Close" in app.text()
        await pilot.press("f8")
        assert app.results == [None]


def test_key_names() -> None:
    assert key_names("ctrl+j,shift+enter") == "Ctrl+J or Shift+Enter"
    assert key_names("G, end") == "G or End"
    assert key_names("slash") == "/"
