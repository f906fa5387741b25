"""The terminal's cursor: at the caret of the focused field, hidden where there is no caret.

Input methods, magnifiers and screen readers follow it, and drawing a cell for the cursor would cost bytes
with every key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from textual.errors import NoWidget

if TYPE_CHECKING:
    from textual.geometry import Offset
    from textual.screen import Screen

SHOW, HIDE = "\x1b[?25h", "\x1b[?25l"

LARGE = 256
"""Bytes of a frame above which the cursor is hidden meanwhile: it would be seen to move."""


@runtime_checkable
class HasCaret(Protocol):
    """A widget with a caret."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where its caret is on the screen."""
        ...


def caret_on(screen: Screen[object]) -> Offset | None:
    """Return where the caret is; ``None`` if there is none, or if it is out of view or covered."""
    field = screen.focused
    if field is None or not isinstance(cast("object", field), HasCaret):
        return None
    offset = cast("HasCaret", field).cursor_screen_offset
    if getattr(field, "cursor_at_end", False):
        offset -= (1, 0)  # at its end an ``Input`` counts the room for the next letter
    try:
        return offset if screen.get_widget_at(*offset)[0] is field else None
    except NoWidget:
        return None


class Caret:
    """Shows and hides the terminal's cursor, only where that changes."""

    def __init__(self) -> None:
        self.wanted = False
        """Whether the next frame leaves the cursor at a caret."""
        self.shown = False
        """Whether the terminal shows the cursor; Textual hides it when it takes the terminal."""

    def around(self, frame: str) -> str:
        """Add to a frame what hides the cursor while it is drawn, and what shows it afterwards."""
        if self.shown and (not self.wanted or len(frame) > LARGE):
            frame = HIDE + frame
            self.shown = False
        if self.wanted and not self.shown:
            frame += SHOW
            self.shown = True
        return frame
