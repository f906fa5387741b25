"""Widget that shows terms and their meanings in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

_GAP = 2
_WIDEST = 2 / 5
"""The part of the width that the terms take at most."""


class Terms(Widget):
    """Rows of a term and its meaning; both wrap within their columns, and nothing is cut off.

    The terms' column is as wide as the widest term, or ``term_width`` cells. The text must have been cleaned.
    """

    def __init__(self, rows: Sequence[tuple[Content, Content]], *, term_width: int | None = None) -> None:
        super().__init__()
        self._rows = rows
        self._term_width = term_width

    def show(self, rows: Sequence[tuple[Content, Content]]) -> None:
        """Show other rows."""
        self._rows = rows
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        """Lay out the rows in ``width`` cells, one ``Content`` for each line."""
        widest = self._term_width or max((term.cell_length for term, _ in self._rows), default=0)
        left = max(1, min(widest, int(width * _WIDEST)))
        right = max(1, width - left - _GAP)
        lines: list[Content] = []
        for term, meaning in self._rows:
            terms, meanings = term.wrap(left), meaning.wrap(right)
            for y in range(max(len(terms), len(meanings))):
                start = terms[y] if y < len(terms) else Content()
                rest = meanings[y] if y < len(meanings) else Content()
                lines.append(Content.assemble(start, " " * (left - start.cell_length + _GAP), rest))
        return lines

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take all the width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines in ``width`` cells."""
        return len(self.lines(width))

    def render(self) -> Content:
        """Draw all lines."""
        return Content("\n").join(self.lines(self.content_size.width))
