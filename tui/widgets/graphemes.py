"""Where a caret can stand: between what a person sees as characters, never within one.

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
"""Of code points below this each is a character of its own, but for a carriage return's line feed."""


def floor(text: str, index: int) -> int:
    """The last place at or before ``index`` that is not within a character."""
    return index if _is_plain(text) else max(place for place in _places(text) if place <= index)


def ceil(text: str, index: int) -> int:
    """The first place at or after ``index`` that is not within a character."""
    return index if _is_plain(text) else min(place for place in _places(text) if place >= index)


def under(text: str, cells: int) -> int:
    """The place before the character that is drawn over so many cells from the start of a line."""
    return max(place for place in _places(text) if cell_len(expand_tabs_inline(text[:place], TAB)) <= cells)


class GraphemeDocument(WrappedDocument):
    """A wrapped document in which the cells of a line are counted by what is drawn in them."""

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The column of a line that is drawn at an offset from where its ``y_offset``-th row begins."""
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
