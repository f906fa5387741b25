"""Changing a queued message."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, harmless, keys, shown
from tests.ui.harness import until
from tui.enter_in_text import EnterInText
from tui.screens.edit_message import EditMessageScreen


@pytest.mark.parametrize("size", SIZES)
async def test_the_text_is_there_to_be_changed(size: tuple[int, int]) -> None:
    async with shown(EditMessageScreen("When are you open?"), size=size) as (app, pilot):
        assert "When are you open?" in app.text()
        assert "keeps its place in the queue" in app.words()
        assert "Enter Save" in app.words()
        await pilot.press(*keys(" Or in May?"), "ctrl+j", "x", "enter")
        assert app.results == ["When are you open? Or in May?\nx"]


async def test_an_enter_that_comes_with_text_behind_it_is_a_new_line_and_says_so() -> None:
    async with shown(EditMessageScreen("When")) as (app, pilot):
        app.post_message(EnterInText())
        await until(lambda: "Press Enter again to save." in app.words())
        assert app.results == []
        await pilot.press("escape")


async def test_esc_changes_nothing() -> None:
    async with shown(EditMessageScreen("When are you open?")) as (app, pilot):
        await pilot.press("x", "escape")
        assert app.results == [None]


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_message_is_text_and_nothing_else(text: str) -> None:
    async with shown(EditMessageScreen(text), size=(40, 12)) as (app, pilot):
        assert harmless(app)
        await pilot.press("escape")
