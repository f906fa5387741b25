"""One line above the composer for what just happened."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.content import Content

from tui.domain.clean import one_line
from tui.widgets.line import Line


class NoticeLevel(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_MARKS = {NoticeLevel.INFO: "·", NoticeLevel.WARNING: "!", NoticeLevel.ERROR: "×"}
_LONGEST = 500
"""Characters of a notice; what does not fit in the line ends in ``…``."""


class Notice(Line):
    """What just happened, until something clears it: it has no timer. Empty, it has the class ``-empty``."""

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
        """Say something, in the place of what was said before."""
        self._text, self._level = one_line(text, _LONGEST), level
        self.set_class(not self._text, "-empty")
        self.redraw()

    def clear(self) -> None:
        """Say nothing."""
        self.show("")

    def draw(self, width: int) -> Content:
        """Mark and text."""
        if not self._text:
            return Content("")
        return Content.styled(f" {_MARKS[self._level]} {self._text}", self.part(f"notice--{self._level}"))
