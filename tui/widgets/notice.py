"""The notice line above the composer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widget import Widget

from tui.domain.clean import one_line

if TYPE_CHECKING:
    from textual.geometry import Size


class NoticeLevel(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_MARKS = {NoticeLevel.INFO: "·", NoticeLevel.WARNING: "!", NoticeLevel.ERROR: "×"}
_LONGEST = 500
"""Characters of a notice."""
_INDENT = 3
"""Cells before each line: the mark stands in the first."""
_MOST_LINES = 4
"""Lines of a notice; what does not fit ends in ``…``."""


class Notice(Widget):
    """Shows what just happened until it is cleared: it has no timer. Empty, it has the class ``-empty``.

    It is as many lines high as its text needs, up to a maximum: what to do next comes last, and must be read.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"notice--{level}" for level in NoticeLevel}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="-empty")
        self._text = ""
        self._level = NoticeLevel.INFO

    @property
    def level(self) -> NoticeLevel | None:
        """The level of what is shown; ``None`` while nothing is."""
        return self._level if self._text else None

    def show(self, text: str, level: NoticeLevel = NoticeLevel.INFO) -> None:
        """Show a text in place of the former one."""
        text = one_line(text, _LONGEST)
        if (text, level) == (self._text, self._level):
            return
        self._text, self._level = text, level
        self.set_class(not text, "-empty")
        lines = len(self._lines(self.content_size.width))
        self.refresh(layout=lines != self.content_size.height)

    def clear(self) -> None:
        """Clear the notice."""
        self.show("")

    def retract(self, text: str) -> None:
        """Clear the notice if it shows this text."""
        if self._text == one_line(text, _LONGEST):
            self.clear()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the text needs."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the mark and the text."""
        if not self._text:
            return Content("")
        style = self.get_visual_style(f"notice--{self._level}", partial=True)
        first, *more = self._lines(self.content_size.width)
        marked = Content(f" {_MARKS[self._level]} ") + first
        indented = [Content(" " * _INDENT) + line for line in more]
        return Content("\n").join([marked, *indented]).stylize_before(style)

    def _lines(self, width: int) -> list[Content]:
        room = max(1, width - _INDENT)
        lines = Content(self._text).wrap(room) or [Content("")]
        if len(lines) <= _MOST_LINES:
            return lines
        rest = Content(" ").join(lines[_MOST_LINES - 1 :])
        return [*lines[: _MOST_LINES - 1], rest.truncate(room, ellipsis=True)]
