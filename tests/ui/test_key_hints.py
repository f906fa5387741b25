from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tests.ui.harness import hosted, screen_lines, until
from tui.actions import Action, HasActions, bindings
from tui.widgets.composer import Composer
from tui.widgets.key_hints import KeyHints
from tui.widgets.transcript.actions import TRANSCRIPT_ACTIONS


def _pane_action(action: Action[Any]) -> Action[Any]:
    """One of the transcript's actions, which is possible as the pane says."""

    def disabled(pane: Pane) -> str:
        return pane.reasons.get(action.id, "")

    return replace(action, disabled=disabled)


class Pane(HasActions, Widget, can_focus=True):
    """A part of a screen with keys of its own."""

    ACTIONS = tuple(_pane_action(action) for action in TRANSCRIPT_ACTIONS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self.reasons = {"cursor.edit": "This message is done.", "cursor.withdraw": "This message is done."}
        """Why actions cannot be done now, by id."""


class Twin(Widget, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "cross", "Cross out", id="twin.cross")]


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (90, "j Next  k Previous  G End  y Copy  Enter Details", "F1 Help  Ctrl+Q Quit"),
        (50, "j Next  k Previous  G End", "F1 Help  Ctrl+Q Quit"),
        (24, "", "F1 Help  Ctrl+Q Quit"),
        (12, "", "F1 Help"),
    ],
)
async def test_hints_are_whole_and_help_and_quit_are_the_last_to_go(
    width: int, left: str, right: str
) -> None:
    pane = Pane()
    async with hosted(pane, KeyHints(), size=(width, 3)) as (app, _pilot):
        pane.focus()
        room = width - 2 - len(right)
        await until(lambda: screen_lines(app)[-1] == f" {left:<{room}}{right}")


async def test_only_what_can_be_done_now_is_named() -> None:
    pane = Pane()
    async with hosted(pane, KeyHints(), size=(90, 3)) as (app, _pilot):
        pane.focus()
        await until(lambda: "y Copy" in screen_lines(app)[-1])
        pane.reasons["cursor.copy"] = "There is no message here yet."
        pane.refresh_bindings()
        await until(lambda: "y Copy" not in screen_lines(app)[-1])


async def test_hints_follow_the_focus() -> None:
    pane, composer = Twin(), Composer(deliver=lambda _text, _address: None)
    async with hosted(pane, composer, KeyHints(), size=(90, 6)) as (app, _pilot):
        composer.focus_input()
        await until(lambda: screen_lines(app)[-1].startswith(" Enter Send  Ctrl+J New line"))
        pane.focus()
        await until(lambda: screen_lines(app)[-1].startswith(" x Cross out"))


async def test_a_key_that_was_changed_is_named_as_it_is_now() -> None:
    pane = Twin()
    async with hosted(pane, KeyHints(), size=(90, 3)) as (app, _pilot):
        pane.focus()
        app.set_keymap({"twin.cross": "ctrl+underscore"})
        await until(lambda: screen_lines(app)[-1].startswith(" Ctrl+_ Cross out"))
