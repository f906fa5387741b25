"""The find bar: a field for text to find in the transcript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tui.actions import FIND, Action, HasActions, bindings
from tui.widgets.said import FindBarSaid
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


FIND_ACTIONS: tuple[Action[FindBar], ...] = (
    Action(
        "find.go_next",
        "enter,down",
        "Next",
        "Go to the next match.",
        run=lambda bar: bar.go(1),
        scope=FIND,
        hint=True,
    ),
    Action(
        "find.go_previous",
        "up,shift+enter",
        "Previous",
        "Go to the match before.",
        run=lambda bar: bar.go(-1),
        scope=FIND,
        hint=True,
    ),
    Action(
        "find.close", "escape", "Close", "Stop finding.", run=lambda bar: bar.close(), scope=FIND, hint=True
    ),
)


class FindBar(HasActions, Horizontal):
    """A field for the text to find, and a count of matches; hidden until it is opened."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = FIND_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FIND_ACTIONS)]

    @dataclass
    class Sought(FindBarSaid):
        """Find this text, which was changed."""

        text: str

    @dataclass
    class Moved(FindBarSaid):
        """Go to the next match (1) or the one before (-1)."""

        direction: int

    @dataclass
    class Closed(FindBarSaid):
        """End finding: the view goes back to where it was."""

    def compose(self) -> ComposeResult:
        """Lay out label, field and count."""
        yield Static("Find", markup=False, id="find-label")
        yield TextField(id="find-text", placeholder="words in this session", compact=True)
        yield Static("", markup=False, id="find-count")

    def open(self) -> None:
        """Show the bar and focus its field."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def show(self, text: str) -> None:
        """Show the bar with a text that was found already; the focus stays where it is."""
        self.add_class("-open")
        with self.prevent(Input.Changed):
            self.query_one(Input).value = text

    def hide(self) -> None:
        """Hide the bar and clear its text."""
        self.remove_class("-open")
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self.show_count(0, 0)

    @property
    def is_open(self) -> bool:
        """Whether the bar is shown."""
        return self.has_class("-open")

    def show_count(self, current: int, total: int) -> None:
        """Show which of the matching messages is in view; (0, 0) without a text."""
        if not self.query_one(Input).value:
            text = ""
        elif total:
            text = f"{current:,} of {total:,}"
        else:
            text = "no match"
        self.query_one("#find-count", Static).update(Content(text))

    @on(Input.Changed)
    def seek(self, event: Input.Changed) -> None:
        """Post the changed text."""
        event.stop()
        self.post_message(self.Sought(event.value))

    def go(self, direction: int) -> None:
        """Ask for another match."""
        self.post_message(self.Moved(direction))

    def close(self) -> None:
        """Post ``Closed``."""
        self.post_message(self.Closed())


FindBarEvent = FindBar.Sought | FindBar.Moved | FindBar.Closed
"""All messages of the find bar."""
