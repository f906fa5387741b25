from __future__ import annotations

import pytest

from tests.ui.harness import hosted, screen_lines
from tui.actions import ActionWanted
from tui.domain.models import Website
from tui.widgets.website_picker import WebsitePicker

HARBOR = Website(1, "Harbor Coffee", "harborcoffee.example", is_primary=True)


@pytest.mark.parametrize(
    ("website", "width", "expected"),
    [
        (HARBOR, 50, " Harbor Coffee  harborcoffee.example ▾"),
        (HARBOR, 30, " Harbor Coffee  harborcoffe… ▾"),
        (HARBOR, 20, " Harbor Coffee ▾"),
        (HARBOR, 10, " Harbor… ▾"),
        (Website(1, "", "a.example", is_primary=True), 30, " a.example ▾"),
        (Website(1, "日本語の店名です", "j.example", is_primary=True), 12, " 日本語の… ▾"),
        (
            Website(1, "[b]x[/] \x1b]0;t\x07\u202e", "d[/].example", is_primary=True),
            40,
            " [b]x[/] ]0;t  d[/].example ▾",
        ),
    ],
)
async def test_it_shortens_to_the_width(website: Website, width: int, expected: str) -> None:
    picker = WebsitePicker()
    async with hosted(picker, size=(width, 1)) as (app, pilot):
        picker.show(website, 3)
        await pilot.pause()
        assert screen_lines(app)[0] == expected


async def test_states_before_and_without_a_website() -> None:
    picker = WebsitePicker()
    async with hosted(picker, size=(40, 1)) as (app, pilot):
        assert screen_lines(app)[0] == " Loading websites…"
        picker.show(None, 0)
        await pilot.pause()
        assert screen_lines(app)[0] == " No websites yet"
        picker.show(HARBOR, 1)
        await pilot.pause()
        assert screen_lines(app)[0] == " Harbor Coffee  harborcoffee.example"


async def test_enter_and_click_ask_for_the_list_and_focus_is_seen_without_colour() -> None:
    picker = WebsitePicker()
    async with hosted(picker, size=(40, 1)) as (app, pilot):
        picker.show(HARBOR, 2)
        picker.focus()
        await pilot.press("enter")
        assert screen_lines(app)[0].startswith("▌Harbor")
        await pilot.click(WebsitePicker)
        assert len(app.heard(ActionWanted)) == 2
