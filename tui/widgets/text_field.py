"""The client's one-line text field."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.widgets.input import Selection

from tui.domain.clean import one_line
from tui.widgets.graphemes import ceil, floor, under

if TYPE_CHECKING:
    from textual import events

LONGEST_PASTE = 2_000
"""Characters of a paste that are taken at most."""


class TextField(Input, inherit_bindings=False):
    """An input that uses the terminal's cursor, edits whole graphemes and cleans pastes.

    Its keys are those of typing. Enter, Up and Down belong to the part that it stands in: Textual binds them
    here to submitting and to scrolling what cannot scroll.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Input.BINDINGS if isinstance(binding, Binding) and binding.action != "submit"
    ]

    def __init__(self, *, placeholder: str = "", id: str | None = None, compact: bool = False) -> None:
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False, compact=compact)
        self.cursor_blink = False
        self._cursor_visible = False

    def validate__cursor_visible(self, visible: object) -> bool:
        """Draw no cell for the cursor: the terminal's own cursor stands there."""
        del visible
        return False

    def validate_selection(self, selection: Selection) -> Selection:
        """Keep both ends between graphemes."""
        start, end = super().validate_selection(selection)
        settle = floor if end < self.selection.end else ceil
        caret = settle(self.value, end)
        return Selection(caret if start == end else floor(self.value, start), caret)

    def _cell_offset_to_index(self, offset: int) -> int:
        """Return the index of the grapheme at a cell, such as the mouse's."""
        x = max(0, offset + self.scroll_offset.x)
        return min(x, len(self.value)) if self.password else under(self.value, x)

    def delete(self, start: int, end: int) -> None:
        """Delete whole graphemes, including those that an end is within."""
        first, last = sorted((max(0, start), min(len(self.value), end)))
        super().delete(floor(self.value, first), ceil(self.value, last))

    def on_paste(self, event: events.Paste) -> None:
        """Insert a paste as one line, cleaned of control characters."""
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text, LONGEST_PASTE), *sorted(self.selection))
