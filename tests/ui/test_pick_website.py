"""Choosing a website: none, one and 500; typing, moving, and what is said of each."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, harmless, keys, shown
from tests.ui.harness import screen_lines, until
from tui.domain.models import Website
from tui.screens.pick_website import PickWebsiteScreen

COFFEE = Website(1, "Bean & Bloom", "beanandbloom.example", is_primary=True)
TOOLS = Website(2, "Workshop", "tools.example", is_primary=False)
QUEUE = Website(37, "Queue", "queue.example", is_primary=False)
THREE = [COFFEE, TOOLS, QUEUE]
MANY = [Website(n, f"Site {n}", f"s{n}.example", is_primary=n == 3) for n in range(1, 501)]


def line_with(text: str, part: str) -> str:
    return next(line for line in text.splitlines() if part in line)


@pytest.mark.parametrize("size", SIZES)
async def test_each_website_with_its_domain_and_what_it_is(size: tuple[int, int]) -> None:
    async with shown(PickWebsiteScreen(THREE, 2), size=size) as (app, _):
        text = app.text()
        assert "primary" in line_with(text, "Bean & Bloom")
        assert "open now" in line_with(text, "Workshop")
        assert "primary" not in line_with(text, "Workshop")
        assert "beanandbloom.example · id 1" in text
        assert "Choose a website · 3" in text
        assert "Enter Choose  Esc Close" in text


async def test_the_cursor_starts_on_the_website_that_is_open() -> None:
    async with shown(PickWebsiteScreen(MANY, 250), size=(40, 12)) as (app, pilot):
        await until(lambda: "▌Site 250" in app.text())
        await pilot.press("down", "up", "down", "enter")
        assert app.results == [MANY[250]]


@pytest.mark.parametrize(
    ("typed", "wanted"), [("queue", QUEUE), ("TOOLS.ex", TOOLS), ("37", QUEUE), ("bloom bean", COFFEE)]
)
async def test_typing_narrows_at_once_by_name_domain_and_id(typed: str, wanted: Website) -> None:
    async with shown(PickWebsiteScreen(THREE, 1)) as (app, pilot):
        await pilot.press(*keys(typed))
        assert "Choose a website · 1 of 3" in app.text()
        await pilot.press("enter")
        assert app.results == [wanted]


async def test_arrows_move_while_the_typing_goes_on() -> None:
    async with shown(PickWebsiteScreen(MANY, None)) as (app, pilot):
        await pilot.press("4", "2")
        assert "▌Site 42" in app.text()
        await pilot.press("down", "7")
        assert "▌Site 427" in app.text()
        await pilot.press("backspace", "down", "pagedown", "pageup", "enter")
        assert app.results[0].name.startswith("Site 42")


async def test_no_match_says_so_and_enter_then_does_nothing() -> None:
    async with shown(PickWebsiteScreen(THREE, 1)) as (app, pilot):
        await pilot.press("z", "z", "z")
        assert "No website is named like “zzz”." in app.text()
        assert "0 of 3" in app.text()
        assert "Enter" not in app.text()
        await pilot.press("enter")
        assert app.results == []
        await pilot.press("escape")
        assert app.results == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_an_account_without_websites_is_told_what_to_do(size: tuple[int, int]) -> None:
    async with shown(PickWebsiteScreen([], None), size=size) as (app, pilot):
        assert "This account has no website yet." in app.words()
        await pilot.press("x")
        assert "This account has no website yet." in app.words()
        await pilot.press("enter", "escape")
        assert app.results == [None]


async def test_one_website() -> None:
    async with shown(PickWebsiteScreen([COFFEE], 1), size=(40, 12)) as (app, pilot):
        assert "open now · primary" in app.text()
        await pilot.press("enter")
        assert app.results == [COFFEE]


async def test_narrowing_does_not_move_the_box() -> None:
    async with shown(PickWebsiteScreen(MANY, 1), size=(80, 24)) as (app, pilot):
        top = next(y for y, line in enumerate(screen_lines(app)) if "Choose a website" in line)
        await pilot.press("9", "9", "9")
        assert "Choose a website" in screen_lines(app)[top]


async def test_a_click_chooses() -> None:
    async with shown(PickWebsiteScreen(THREE, 1)) as (app, pilot):
        y = next(y for y, line in enumerate(screen_lines(app)) if "Queue" in line)
        await pilot.click(offset=(20, y))
        assert app.results == [QUEUE]


@pytest.mark.parametrize("size", SIZES)
async def test_names_and_domains_are_text_and_nothing_else(size: tuple[int, int]) -> None:
    websites = [Website(n, text, text, is_primary=False) for n, text in enumerate(HOSTILE)]
    async with shown(PickWebsiteScreen(websites, 0), size=size) as (app, pilot):
        for _ in websites:
            assert harmless(app)
            await pilot.press("down")
        await pilot.press("pageup", "pageup", "pageup", "pageup", "pageup", "pageup")
        assert "[/]" in app.text()
        await pilot.press(*keys("[/"))
        assert harmless(app)
        await pilot.press("enter")
        assert app.results == [websites[0]]
