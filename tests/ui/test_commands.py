"""The command palette: every action that is possible, with its key and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from tests.ui.harness import STYLES, screen_lines, until
from tui.actions import Action, ActionUnavailable, HasActions, bindings
from tui.app import APP_ACTIONS
from tui.chat_screen import MAIN_ACTIONS
from tui.commands import ActionCommands
from tui.themes import DARK
from tui.widgets.composer_actions import COMPOSER_ACTIONS
from tui.widgets.session_actions import ROW_ACTIONS, SIDEBAR_ACTIONS
from tui.widgets.transcript.actions import TRANSCRIPT_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.pilot import Pilot


@dataclass
class Done(Message):
    """Something was asked of a part of the screen."""

    what: str


def telling(actions: Iterable[Action[Any]], **reasons: str) -> tuple[Action[Any], ...]:
    """Actions that say which part did them; ``reasons`` say why some cannot be done, by the end of the id."""

    def instead(action: Action[Any]) -> Action[Any]:
        reason = reasons.get(action.id.split(".")[1], "")

        def run(part: Static) -> None:
            part.post_message(Done(f"{type(part).__name__} {action.id}"))

        def disabled(_part: object) -> str:
            return reason

        return Action(
            action.id,
            action.keys,
            action.label,
            action.help,
            run,
            disabled,
            scope=action.scope,
            hint=action.hint,
            priority=action.priority,
        )

    return tuple(instead(action) for action in actions)


class Composer(HasActions, Static, can_focus=True):
    ACTIONS = telling(COMPOSER_ACTIONS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]


class Transcript(HasActions, Static, can_focus=True):
    ACTIONS = telling(TRANSCRIPT_ACTIONS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]


class Sidebar(HasActions, Static, can_focus=True):
    ACTIONS = telling((*ROW_ACTIONS, *SIDEBAR_ACTIONS))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]


class Main(HasActions, Screen[None]):
    """Nothing failed."""

    ACTIONS = telling(MAIN_ACTIONS, retry="Nothing failed in this session.")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def compose(self) -> ComposeResult:
        yield Sidebar("sidebar")
        yield Transcript("transcript")
        yield Composer("composer")


class Second(HasActions, Screen[None]):
    """A screen over the main one, with an action of its own."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = (
        Action("second.do", "f9", "Second", "Do what this screen is for.", run=lambda _screen: None),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]


class Host(HasActions, App[None]):
    CSS_PATH: ClassVar = sorted(STYLES.glob("*.tcss"))
    COMMANDS: ClassVar = {ActionCommands}
    ACTIONS: ClassVar[Sequence[Action[Any]]] = APP_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_ACTIONS)]

    def __init__(self, key_overrides: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.key_overrides = key_overrides or {}
        self.done: list[str] = []
        self.refused: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(Main())

    def on_done(self, event: Done) -> None:
        self.done.append(event.what)

    def on_action_unavailable(self, event: ActionUnavailable) -> None:
        self.refused.append(event.reason)


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
        await until(lambda: app.done == ["Main session.new"])


async def test_actions_of_a_part_without_the_focus_are_done_by_that_part() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        app.screen.query_one(Composer).focus()
        await palette(app, pilot, "rename", "Sessions: Rename  r")
        await pilot.press("enter")
        await until(lambda: app.done == ["Sidebar session.rename"])


async def test_two_parts_with_an_action_of_the_same_name_are_not_confused() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        app.screen.query_one(Sidebar).focus()
        await palette(app, pilot, "start", "Transcript: Start  g")
        await pilot.press("enter")
        await until(lambda: app.done == ["Transcript transcript.first"])


async def test_an_action_is_found_by_the_words_of_its_sentence() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        await palette(app, pilot, "markdown", "Copy  Ctrl+Y")


async def test_what_cannot_be_done_now_says_why_and_is_not_done() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        lines = await palette(app, pilot, "retry", "Not now: Nothing failed in this session.")
        assert any("Retry  Ctrl+R" in line for line in lines)
        await pilot.press("enter")
        await until(lambda: app.refused == ["Nothing failed in this session."])
        assert app.done == []


async def test_a_key_of_what_cannot_be_done_now_says_why() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)) as pilot:
        await pilot.press("ctrl+r")
        await until(lambda: app.refused == ["Nothing failed in this session."])


async def test_a_key_that_the_person_changed_is_the_one_shown() -> None:
    app = Host({"session.new": "f9"})
    async with app.run_test(size=(100, 36)) as pilot:
        await palette(app, pilot, "new", "New  F9")


async def listed_on(app: Host) -> list[str]:
    """The ids of the actions that the palette lists over the screen on top."""
    return [hit.text async for hit in ActionCommands(app.screen).discover() if hit.text]


async def test_before_anything_is_typed_every_action_is_listed() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)):
        lists = (
            APP_ACTIONS,
            MAIN_ACTIONS,
            ROW_ACTIONS,
            SIDEBAR_ACTIONS,
            TRANSCRIPT_ACTIONS,
            COMPOSER_ACTIONS,
        )
        assert await listed_on(app) == [a.scope.prefix + a.label for actions in lists for a in actions]


async def test_another_screen_lists_its_own_actions_and_those_of_the_app() -> None:
    app = Host()
    async with app.run_test(size=(100, 36)):
        await app.push_screen(Second())
        assert await listed_on(app) == [*(action.label for action in APP_ACTIONS), "Second"]
