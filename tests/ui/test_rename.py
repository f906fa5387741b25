"""Giving a session a name."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, harmless, keys, shown
from tui.screens.rename import RenameScreen


@pytest.mark.parametrize("size", SIZES)
async def test_the_name_is_there_to_be_changed(size: tuple[int, int]) -> None:
    async with shown(RenameScreen("Opening hours"), size=size) as (app, pilot):
        assert "Opening hours" in app.text()
        assert "Leave it empty for the automatic title" in app.words()
        await pilot.press(*keys(" in May "), "enter")
        assert app.results == ["Opening hours in May"]


async def test_an_empty_name_asks_for_the_automatic_title() -> None:
    async with shown(RenameScreen("Opening hours")) as (app, pilot):
        await pilot.press("ctrl+u")
        assert "The first question" in app.text()
        await pilot.press("enter")
        assert app.results == [""]


async def test_esc_changes_nothing() -> None:
    async with shown(RenameScreen("Opening hours")) as (app, pilot):
        await pilot.press("x", "escape")
        assert app.results == [None]


@pytest.mark.parametrize("title", HOSTILE)
async def test_a_name_is_text_and_nothing_else(title: str) -> None:
    async with shown(RenameScreen(title), size=(40, 12)) as (app, pilot):
        await pilot.press("home")
        assert harmless(app)
        await pilot.press("enter")
        assert len(app.results) == 1
        assert "\x1b" not in app.results[0]
