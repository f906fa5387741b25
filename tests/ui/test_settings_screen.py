"""The settings screen: what is changed, what is refused, and the theme seen before it is kept."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import SIZES, DialogHost, keys, read_all, shown
from tui.domain.endpoint import Timeouts
from tui.domain.settings import Profile, Settings
from tui.screens.settings import SettingsScreen, seconds

THEMES = ["auto", "asyntai-light"]
PATH = "~/.config/asyntai-tui/config.toml"


def screen(settings: Settings | None = None) -> SettingsScreen:
    return SettingsScreen(settings or Settings(), themes=THEMES, path=PATH)


def previews(app: DialogHost) -> list[str]:
    return [each.name for each in app.heard if isinstance(each, SettingsScreen.ThemePreviewed)]


@pytest.mark.parametrize("size", SIZES)
async def test_everything_can_be_read_and_the_file_is_named(size: tuple[int, int]) -> None:
    async with shown(screen(), size=size) as (app, pilot):
        assert "Theme" in app.text()
        words = await read_all(app, pilot)
        for told in ("(•) auto", "( ) asyntai-light", "Word by word", "To connect 5 seconds"):
            assert told in words
        assert "config.toml" in words


async def test_enter_saves_what_was_changed_and_keeps_all_else() -> None:
    before = Settings(keys={"app.quit": "f10"}, profiles={"work": Profile(website="2")})
    async with shown(screen(before)) as (app, pilot):
        await pilot.press(
            *("down", "tab", "down", "tab", "down", "tab", "down", "tab"),
            *("ctrl+u", *keys("2.5"), "tab", "ctrl+u", *"90", "enter"),
        )
        assert app.results == [
            Settings(
                theme="asyntai-light",
                reveal="off",
                attention="osc9",
                mouse=False,
                timeouts=Timeouts(2.5, 90, 20),
                keys=before.keys,
                profiles=before.profiles,
            )
        ]


async def test_enter_without_a_change_gives_the_same_settings() -> None:
    settings = Settings(theme="a theme of another version", reveal="off")
    async with shown(screen(settings)) as (app, pilot):
        assert "(•) a theme of another version" in app.text()
        await pilot.press("enter")
        assert app.results == [settings]


async def test_a_theme_is_seen_at_once_and_gone_again_with_esc() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press("j")
        assert previews(app) == ["asyntai-light"]
        assert "(•) asyntai-light" in app.text()
        await pilot.press("escape")
        assert previews(app) == ["asyntai-light", "auto"]
        assert app.results == [None]


async def test_esc_without_a_preview_has_nothing_to_take_back() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press("escape")
        assert previews(app) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("typed", ["", "abc", "0", "-3", "nan", "inf", "99999"])
async def test_a_wrong_time_is_told_beside_its_field_and_not_kept(size: tuple[int, int], typed: str) -> None:
    async with shown(screen(), size=size) as (app, pilot):
        await pilot.press(*["tab"] * 5, "ctrl+u", *keys(typed), "enter")
        await pilot.pause()
        assert "A number above 0 and up to 3600." in app.words()
        assert app.results == []
        await pilot.press("ctrl+u", *"30")
        assert "A number above 0" not in app.words()
        await pilot.press("enter")
        assert app.results[0].timeouts == Timeouts(5, 30, 20)


async def test_enter_goes_to_the_field_that_is_wrong() -> None:
    async with shown(screen(), size=(40, 12)) as (app, pilot):
        await pilot.press("shift+tab", "ctrl+u", *"x", "tab", "enter")
        await pilot.press("ctrl+u", *"7", "enter")
        assert app.results[0].timeouts.other == 7


async def test_a_click_chooses() -> None:
    async with shown(screen()) as (app, pilot):
        y = next(y for y, line in enumerate(app.text().splitlines()) if "At once" in line)
        await pilot.click(offset=(12, y))
        assert "(•) At once" in app.text()


def test_seconds() -> None:
    assert seconds(" 2,5 ") == 2.5
    assert seconds("1e400") is None
