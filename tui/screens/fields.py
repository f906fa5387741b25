"""Fields for dialogs: a key shown as dots, and a choice of one (radio buttons)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.actions import Action, HasActions, Scope, bindings
from tui.domain.clean import clean
from tui.widgets.line import ground_style
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Size


class KeyField(TextField):
    """A field for a secret, which is shown as dots and cannot be copied."""

    def __init__(self, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder)
        self.password = True

    def action_copy(self) -> None:
        """Copy nothing: the terminal's clipboard is no place for a key."""

    def action_cut(self) -> None:
        """Remove the selected text without copying it."""
        self.delete_selection()


CHOICE = Scope("In a choice of one")
CHOICE_ACTIONS: tuple[Action[Choice], ...] = (
    Action(
        "choice.next",
        "down,j,right,space",
        "Next",
        "Take the next choice.",
        run=lambda choice: choice.next(),
        scope=CHOICE,
    ),
    Action(
        "choice.previous",
        "up,k,left",
        "Previous",
        "Take the choice before.",
        run=lambda choice: choice.previous(),
        scope=CHOICE,
    ),
)


class Choice(HasActions, Widget, can_focus=True):
    """Radio buttons: a choice of one of a few rows; the keys move the mark.

    Labels wrap; the mark tells the chosen row apart without colour.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = CHOICE_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CHOICE_ACTIONS)]
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--cursor"}

    index: reactive[int] = reactive(0, init=False)
    """The row that is chosen."""

    class Changed(Message):
        """Another row was chosen."""

        def __init__(self, choice: Choice, index: int) -> None:
            super().__init__()
            self.choice = choice
            self.index = index

        @property
        def control(self) -> Choice:
            """The choice that changed."""
            return self.choice

    def __init__(self, labels: Sequence[str], index: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._labels = [Content(clean(label)) for label in labels]
        self.set_reactive(Choice.index, index)

    def validate_index(self, index: int) -> int:
        """Stay within the rows."""
        return max(0, min(index, len(self._labels) - 1))

    def watch_index(self) -> None:
        """Post ``Changed``."""
        self.post_message(self.Changed(self, self.index))

    def next(self) -> None:
        """Take the next row."""
        self.index += 1

    def previous(self) -> None:
        """Take the row before."""
        self.index -= 1

    def on_click(self, event: events.Click) -> None:
        """Take the row that was clicked."""
        rows = [row for row, _ in self._lines(self.content_size.width)]
        if (at := event.get_content_offset(self)) is not None and at.y < len(rows):
            self.index = rows[at.y]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take all the width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines in ``width`` cells."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[tuple[int, Content]]:
        lines: list[tuple[int, Content]] = []
        for row, label in enumerate(self._labels):
            mark = "(•) " if row == self.index else "( ) "
            for y, part in enumerate(label.wrap(max(1, width - len(mark)))):
                lines.append((row, Content(mark if y == 0 else " " * len(mark)) + part))
        return lines

    def render(self) -> Content:
        """Draw all rows, the chosen one in the cursor's colours while the field has the focus."""
        width = self.content_size.width
        style = ground_style(self, "choice--cursor")
        return Content("\n").join(
            line.pad_right(max(0, width - line.cell_length)).stylize(style)
            if row == self.index and self.has_focus
            else line
            for row, line in self._lines(width)
        )
