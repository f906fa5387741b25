"""Styled lines, and the wrapping of text into lines of a width in cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntFlag, auto
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Look(IntFlag):
    """How a run of text looks, apart from any theme: the palette turns it into a style when it is drawn."""

    PLAIN = 0
    STRONG = auto()
    EMPHASIS = auto()
    STRIKE = auto()
    CODE = auto()
    LINK = auto()
    HEADING = auto()
    MUTED = auto()
    RULE = auto()
    USER = auto()
    BOT = auto()
    TROUBLE = auto()
    DOUBT = auto()
    KEYWORD = auto()
    STRING = auto()
    COMMENT = auto()
    NUMBER = auto()
    FUNCTION = auto()
    TAB = auto()
    """One tab of the source, drawn as spaces."""


Run = tuple[str, Look]

BAR: Run = ("│ ", Look.RULE)
"""Stands before quotes and code."""
GOES_ON: Run = ("↳ ", Look.RULE)
"""Replaces the bar where a long line of code was folded: the line of code goes on."""


@dataclass(frozen=True)
class Line:
    """One line of a laid-out message."""

    runs: tuple[Run, ...] = ()
    glue: str | None = None
    """What wrapping left out between the line above and this one; ``None`` for a new line of the source."""
    inset: int = 0
    """Characters before the text itself: bars, and indents of lists."""
    is_label: bool = False
    """Whether the line is a label, such as a code block's language: it is shown, and not copied."""

    @cached_property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(text for text, _ in self.runs)

    @cached_property
    def cells(self) -> int:
        """How many cells the line takes."""
        return cell_len(self.text)

    @property
    def margin(self) -> int:
        """Characters before what is copied: up to the last bar, or all of a wrapped line's inset."""
        if self.glue is not None:
            return self.inset
        margin = at = 0
        for run in self.runs:
            at += len(run[0])
            if run == BAR:
                margin = at
            elif not run[0].isspace():
                break
        return margin

    def source(self, start: int, end: int | None) -> str:
        """Return the characters from ``start`` to ``end`` as they were written, tabs as tabs."""
        pieces: list[str] = []
        at = 0
        for text, look in self.runs:
            piece = text[max(0, start - at) : None if end is None else max(0, end - at)]
            pieces.append("\t" if piece and Look.TAB in look else piece)
            at += len(text)
        return "".join(pieces)

    def prefixed(self, run: Run) -> Line:
        """Return the line with a prefix, such as a quote's bar."""
        return replace(self, runs=(run, *self.runs), inset=self.inset + len(run[0])) if run[0] else self


BLANK = Line()

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3"
    "\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_CLOSING = "、。，．！？：；）」』】〉》〕］｝”’"
_OPENING = "（「『【〈《〔［｛“‘"
_UNIT = rf"\s+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+"
"""A unit, which is not broken if it fits: white space, a word, or a wide character with its punctuation.

Compiled when the first line is wrapped, not at the start of the client.
"""


def _chop(word: str, width: int) -> list[str]:
    """Cut a word into pieces of at most ``width`` cells; a wider grapheme is a piece of its own."""
    return [piece for piece in chop_cells(word, width) if piece]


def longest_word(text: str) -> int:
    """Return the cells of the longest unit of a text."""
    return max((cell_len(unit) for unit in re.findall(_UNIT, text) if not unit.isspace()), default=0)


def _spans(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line of ``text`` starts and ends; white space at a break is in no line."""
    measure = len if text.isascii() else cell_len
    start = end = used = gap = 0
    begun = False
    for match in re.finditer(_UNIT, text):
        unit = match.group()
        size = measure(unit)
        # White space counts once a unit follows it on the same line.
        if unit.isspace():
            gap = size
            continue
        # The unit does not fit: end the line before the white space.
        if begun and used + gap + size > width:
            yield start, end
            begun, gap = False, 0
        if not begun:
            # Begin a line. There is a gap only at the start of the text: an indent, kept if it fits.
            indent = gap if gap + size <= width else 0
            begun, start, used, gap = True, match.start() - indent, indent, 0
        # A unit wider than a line is cut; its last piece stays on the line that goes on.
        if size > width:
            *whole, last = _chop(unit, width)
            for piece in whole:
                yield start, start + len(piece)
                start += len(piece)
            used = measure(last)
        else:
            used += gap + size
        gap, end = 0, match.end()
    if begun:
        yield start, end


def _cut(runs: Sequence[Run], text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Line]:
    """Cut ``runs``, whose joined text is ``text``, into lines at ``spans``, ascending character ranges."""
    above: int | None = None
    # Where each run ends in the text.
    ends = list(accumulate(len(text) for text, _ in runs))
    index = 0
    for start, end in spans:
        # Skip the runs before the line.
        while ends[index] <= start:
            index += 1
        pieces: list[Run] = []
        at = index
        # Take from each run what is on the line.
        while at < len(runs) and (offset := ends[at] - len(runs[at][0])) < end:
            whole, look = runs[at]
            if piece := whole[max(0, start - offset) : end - offset]:
                pieces.append((piece, look))
            at += 1
        # What lies between two lines is kept, so that copying can join them.
        yield Line(tuple(pieces), None if above is None else text[above:start])
        above = end


def wrap(runs: Sequence[Run], width: int) -> list[Line]:
    """Wrap one paragraph into lines of at most ``width`` cells (at least 2), at white space where possible.

    Wide scripts break between characters; a word longer than a line is cut. There is always a line.
    """
    text = "".join(text for text, _ in runs)
    if cell_len(text) <= width:
        return [Line(tuple(runs))]
    return list(_cut(runs, text, _spans(text, width))) or [BLANK]


def fold(runs: Sequence[Run], width: int) -> list[Line]:
    """Fold one line of code into lines of at most ``width`` cells, keeping every space."""
    text = "".join(text for text, _ in runs)
    if cell_len(text) <= width:
        return [Line(tuple(runs))]
    position = 0
    spans: list[tuple[int, int]] = []
    for piece in _chop(text, width):
        spans.append((position, position + len(piece)))
        position += len(piece)
    return list(_cut(runs, text, spans))


def untabbed(runs: Sequence[Run]) -> list[Run]:
    """Replace the tabs of one line by spaces up to every fourth column."""
    if not any("\t" in text for text, _ in runs):
        return list(runs)
    drawn: list[Run] = []
    column = 0
    for text, look in runs:
        for index, piece in enumerate(text.split("\t")):
            if index:
                width = 4 - column % 4
                drawn.append((" " * width, look | Look.TAB))
                column += width
            if piece:
                drawn.append((piece, look))
                column += len(piece)
    return drawn


def paragraphs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Split runs at newlines into the runs of each source line."""
    current: list[Run] = []
    for text, look in runs:
        first, *rest = text.split("\n")
        if first:
            current.append((first, look))
        for piece in rest:
            yield current
            current = [(piece, look)] if piece else []
    yield current


def wrap_item(runs: Sequence[Run], width: int) -> list[Line]:
    """Wrap one paragraph; lines below the first of an HTML list item are indented by its mark."""
    mark = runs[0][0] if runs and runs[0][1] is Look.MUTED else ""
    if not re.fullmatch(r" *(?:•|\d+\.) ", mark) or len(mark) * 2 > width:
        return wrap(runs, width)
    rest = (" " * len(mark), Look.PLAIN)
    lines = wrap(runs[1:], width - len(mark))
    return [line.prefixed(rest if index else runs[0]) for index, line in enumerate(lines)]


def plain(text: str, width: int, look: Look = Look.PLAIN) -> list[Line]:
    """Lay out plain text as it was typed: its line breaks and indents stay."""
    lines: list[Line] = []
    for typed in text.split("\n"):
        # Short cuts for lines that are empty or fit: a message may be a megabyte of line ends.
        if not typed:
            lines.append(BLANK)
        elif len(typed) <= width and typed.isascii() and "\t" not in typed:
            lines.append(Line(((typed, look),)))
        else:
            lines += wrap(untabbed([(typed, look)]), width)
    return lines
