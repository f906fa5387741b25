"""Cells of the terminal, and the spans in which the changed cells of a row are sent."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

_NEAR = 3
"""Unchanged cells between two changes up to which sending them again is shorter than a cursor move."""


class Cell(NamedTuple):
    """One cell: its grapheme (empty for the right half of a wide one), its SGR parameters and its address."""

    glyph: str
    style: str
    link: str = ""


UNKNOWN = Cell("\0", "")
"""A cell whose content is not known."""


def known_spans(row: list[Cell]) -> list[tuple[int, int]]:
    """Find the spans of a row in which every cell is known."""
    spans: list[tuple[int, int]] = []
    for known, group in groupby(range(len(row)), key=lambda x: row[x] is not UNKNOWN):
        places = list(group)
        if known:
            spans.append((places[0], places[-1] + 1))
    return spans


def near_spans(changed: list[int], row: list[Cell]) -> list[tuple[int, int]]:
    """Find the spans that cover the changed columns: near changes are joined, wide graphemes are whole."""
    spans: list[tuple[int, int]] = []
    for x in changed:
        start, end = x, x + 1
        # Take in both halves of a wide grapheme.
        while start and not row[start].glyph:
            start -= 1
        while end < len(row) and not row[end].glyph:
            end += 1
        # Join with the span before, unless an unknown cell lies between.
        if spans and start - spans[-1][1] <= _NEAR and UNKNOWN not in row[spans[-1][1] : start]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
