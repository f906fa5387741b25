"""Asking before a long text is pasted."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, harmless, shown
from tui.screens.paste import PasteScreen

LONG = "\n".join(f"line {number} of a log that is wider than a small terminal" for number in range(1, 13))


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_how_much_it_is_and_how_it_begins(size: tuple[int, int]) -> None:
    async with shown(PasteScreen(LONG), size=size) as (app, pilot):
        for wanted in ("Paste 12 lines?", f"{len(LONG):,} characters", "Nothing is sent", "line 1", "line 4"):
            assert wanted in app.words()
        assert "line 5" not in app.words()
        assert "Enter Paste" in app.words()
        assert "Esc Leave it out" in app.words()
        await pilot.press("enter")
        assert app.results == [True]


async def test_esc_leaves_it_out() -> None:
    async with shown(PasteScreen("x" * 1_000_000)) as (app, pilot):
        assert "Paste 1 line?" in app.words()
        assert "1,000,000 characters" in app.words()
        await pilot.press("escape")
        assert app.results == [None]


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_paste_is_text_and_nothing_else(text: str) -> None:
    async with shown(PasteScreen(text), size=(40, 12)) as (app, pilot):
        assert harmless(app)
        await pilot.press("escape")
