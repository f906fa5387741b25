"""Choosing one of a few, and the details of a message."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, harmless, read_all, shown
from tui.screens.choose import ChooseScreen
from tui.screens.details import PREVIEW_LIMIT, MessageDetailsScreen

LINKS = ["https://example.com/a", "https://example.com/b", "https://example.com/c"]


@pytest.mark.parametrize("size", SIZES)
async def test_options_are_numbered_and_chosen_by_key(size: tuple[int, int]) -> None:
    async with shown(ChooseScreen("Copy a link", LINKS), size=size) as (app, pilot):
        assert "Copy a link" in app.text()
        assert "▌ 1  https://example.com/a" in app.text()
        assert "Enter Choose  Esc Close" in app.text()
        await pilot.press("j", "down", "k", "enter")
        assert app.results == [1]


async def test_more_options_than_the_window_has_lines() -> None:
    async with shown(ChooseScreen("Copy a link", [f"option {n}" for n in range(50)]), size=(40, 12)) as (
        app,
        pilot,
    ):
        assert "Esc Close" in app.text()
        await pilot.press("G")
        assert "▌50  option 49" in app.text()
        await pilot.press("enter")
        assert app.results == [49]


async def test_esc_chooses_nothing() -> None:
    async with shown(ChooseScreen("Copy a link", LINKS)) as (app, pilot):
        await pilot.press("escape")
        assert app.results == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_options_and_title_are_text_and_nothing_else(size: tuple[int, int]) -> None:
    async with shown(ChooseScreen(HOSTILE[1], HOSTILE), size=size) as (app, pilot):
        assert "[@click=app.quit]x[/]" in app.text()
        await pilot.press("G")
        assert harmless(app)


@pytest.mark.parametrize("size", SIZES)
async def test_details_show_every_value_and_the_source(size: tuple[int, int]) -> None:
    rows = [("Session", "tui-01jn0000"), ("Answer took", "1.2 s"), ("State", "answered")]
    async with shown(MessageDetailsScreen(rows, "# Hours\n\n**nine**"), size=size) as (app, pilot):
        words = await read_all(app, pilot)
        for told in ("Session tui-01jn0000", "Answer took 1.2 s", "State answered", "# Hours", "**nine**"):
            assert told in words
        await pilot.press("escape")
        assert app.results == [None]


async def test_details_say_when_the_source_is_not_shown_whole() -> None:
    async with shown(MessageDetailsScreen([], "word " * 2_000)) as (app, pilot):
        await pilot.press("G")
        assert f"and {10_000 - PREVIEW_LIMIT:,} characters more" in app.words()


@pytest.mark.parametrize("size", SIZES)
async def test_details_are_text_and_nothing_else(size: tuple[int, int]) -> None:
    rows = [(text, text) for text in HOSTILE]
    async with shown(MessageDetailsScreen(rows, "\n".join(HOSTILE)), size=size) as (app, pilot):
        assert "[@click=app.quit]" in app.text().replace(" ", "").replace("\n", "")[:20_000]
        for _ in range(5):
            assert harmless(app)
            await pilot.press("pagedown")
