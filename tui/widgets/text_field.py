"""A line to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tui.domain.clean import one_line

if TYPE_CHECKING:
    from textual import events

LONGEST_PASTE = 2_000
"""Characters that one paste may bring."""


class TextField(Input):
    """An input whose cursor does not blink, which is silent on the wire, and whose pastes are cleaned."""

    def __init__(self, *, placeholder: str = "", id: str | None = None, compact: bool = False) -> None:
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False, compact=compact)
        self.cursor_blink = False
        self._cursor_visible = False

    def validate__cursor_visible(self, visible: object) -> bool:
        """Draw no cell for the cursor: the terminal's own stands there."""
        del visible
        return False

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste as one line without anything that steers a terminal."""
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text, LONGEST_PASTE), *sorted(self.selection))
