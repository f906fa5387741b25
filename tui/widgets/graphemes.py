"""Graphemes: where a caret can stand, and how wide what is before it is.

A flag, a family, a keycap or a letter with its accent is several code points and one step.
"""

from __future__ import annotations

from itertools import accumulate

from rich.cells import cell_len
from textual.expand_tabs import expand_tabs_inline

from tui.textual_internals.documents import WrappedDocument

TAB = 4
"""Cells from one tab stop to the next."""

_PLAIN_BELOW = "\u0300"
"""Code points below this are graphemes of their own, except for CR LF."""


def floor(text: str, index: int) -> int:
    """Return the last boundary of graphemes at or before ``index``."""
    return index if _is_plain(text) else max(place for place in _places(text) if place <= index)


def ceil(text: str, index: int) -> int:
    """Return the first boundary of graphemes at or after ``index``."""
    return index if _is_plain(text) else min(place for place in _places(text) if place >= index)


def under(text: str, cells: int) -> int:
    """Return the boundary before the grapheme that is drawn at a cell of the line."""
    return max(place for place in _places(text) if cell_len(expand_tabs_inline(text[:place], TAB)) <= cells)


class GraphemeDocument(WrappedDocument):
    """A wrapped document that counts the cells of a line by graphemes."""

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """Return the column of a line that is drawn at ``x_offset`` in the line's row ``y_offset``."""
        sections = self.get_sections(line_index)
        section = sections[y_offset]
        if _is_plain(section):
            return super().get_target_document_column(line_index, x_offset, y_offset)
        place = under(section, max(0, x_offset))
        if y_offset not in {-1, len(sections) - 1}:
            place = min(place, floor(section, len(section) - 1))
        return sum(map(len, sections[:y_offset])) + place


def _is_plain(text: str) -> bool:
    return not text or max(text) < _PLAIN_BELOW


def _places(text: str) -> list[int]:
    from wcwidth import iter_graphemes  # needed by few, and slow to import

    return [0, *accumulate(map(len, iter_graphemes(text)))]
