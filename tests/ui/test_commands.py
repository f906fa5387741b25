"""The command palette: every action that is possible, with its key and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from tests.ui.harness import STYLES, screen_lines, until
from tui.actions import (
    ALL_ACTIONS,
    APP_ACTIONS,
    COMPOSER_ACTIONS,
    MAIN_ACTIONS,
    SIDEBAR_ACTIONS,
    TRANSCRIPT_ACTIONS,
    bindings,
)
from tui.commands import ActionCommands
from tui.themes import DARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.pilot import Pilot


@dataclass
class Done(Message):
    """Something was asked of a part of the screen."""

    what: str


class Part(Static, can_focus=True):
    """A part of the screen that tells what it was asked to do."""

    def done(self, what: str) -> None:
        self.post_message(Done(f"{type(self).__name__}.{what}"))


class Composer(Part):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMPOSER_ACTIONS)]


class Transcript(Part):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TRANSCRIPT_ACTIONS)]

    def action_first(self) -> None:
        self.done("first")


class Sidebar(Part):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SIDEBAR_ACTIONS)]

    def action_first(self) -> None:
        self.done("first")

    def action_rename(self) -> None:
        self.done("rename")


class Main(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MAIN_ACTIONS)]

    def compose(self) -> ComposeResult:
        yield Sidebar("sidebar")
        yield Transcript("transcript")
        yield Composer("composer")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing failed, and the service does not answer."""
        return {"retry": False, "refresh": None}.get(action, True)

    def action_new_session(self) -> None:
        self.post_message(Done("Main.new_session"))


class Host(App[None]):
    CSS_PATH: ClassVar = sorted(STYLES.glob("*.tcss"))
    COMMANDS: ClassVar = {ActionCommands}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_ACTIONS)]

    def __init__(self, key_overrides: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.key_overrides = key_overrides or {}
        self.done: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(Main())

    def on_done(self, event: Done) -> None:
        self.done.append(event.what)


async def palette(app: Host, pilot: Pilot[None], typed: str, shows: str) -> list[str]:
    """Open the palette, type, and read what it lists once it ``shows`` what is looked for."""
    await pilot.press("ctrl+p", *typed)
    await until(lambda: any(shows in line for line in screen_lines(app)))
    return screen_lines(app)


async def test_the_palette_finds_an_action_and_does_it() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        lines = await palette(app, pilot, "new", "New  Ctrl+N")
        assert any("Start a session." in line for line in lines)
        await pilot.press("enter")
        await until(lambda: app.done == ["Main.new_session"])


async def test_actions_of_a_part_without_the_focus_are_done_by_that_part() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        app.screen.query_one(Composer).focus()
        await palette(app, pilot, "rename", "Sessions: Rename  r")
        await pilot.press("enter")
        await until(lambda: app.done == ["Sidebar.rename"])


async def test_two_parts_with_an_action_of_the_same_name_are_not_confused() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        app.screen.query_one(Sidebar).focus()
        await palette(app, pilot, "start", "Transcript: Start  g")
        await pilot.press("enter")
        await until(lambda: app.done == ["Transcript.first"])


async def test_an_action_is_found_by_the_words_of_its_sentence() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        await palette(app, pilot, "markdown", "Copy  Ctrl+Y")


async def test_what_cannot_be_done_now_is_left_out() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        lines = await palette(app, pilot, "re", "Sessions: Rename")
        assert not any("Retry" in line or "Refresh" in line for line in lines)


async def test_a_key_that_the_person_changed_is_the_one_shown() -> None:
    app = Host({"session.new": "f9"})
    async with app.run_test(size=(100, 36)) as pilot:
        await palette(app, pilot, "new", "New  F9")


async def test_before_anything_is_typed_every_possible_action_is_listed() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)):
        main = app.screen
        provider = ActionCommands(main)
        listed = [hit.help async for hit in provider.discover() if hit.help]
        left_out = {"message.retry", "view.refresh"}
        assert listed == [action.help for action in ALL_ACTIONS if action.id not in left_out]


async def test_only_what_the_screen_has_is_offered() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)):
        await app.push_screen(Screen[None]())
        provider = ActionCommands(app.screen)
        listed = [hit.help async for hit in provider.discover() if hit.help]
        assert listed == [action.help for action in APP_ACTIONS]
