"""Styled lines of text, and how text is broken into lines of cells."""

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
"""Stands in the bar's place where a line of code was too long: what follows is no new line of it."""


@dataclass(frozen=True)
class Line:
    """One line of a laid-out message."""

    runs: tuple[Run, ...] = ()
    glue: str | None = None
    """What parts the text from the line above where only the pane was too narrow; ``None`` for a new line."""
    inset: int = 0
    """Characters before the text itself: bars, and the indent of a list."""
    is_label: bool = False
    """Whether the line names what follows, as a code block's language: it is seen, and not copied."""

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
        """Characters before what is copied: up to the last bar, and all the inset where a line goes on."""
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
        """The characters from ``start`` to ``end`` as they were written, tabs as tabs."""
        pieces: list[str] = []
        at = 0
        for text, look in self.runs:
            piece = text[max(0, start - at) : None if end is None else max(0, end - at)]
            pieces.append("\t" if piece and Look.TAB in look else piece)
            at += len(text)
        return "".join(pieces)

    def prefixed(self, run: Run) -> Line:
        """Return the line behind a prefix such as a quote's bar."""
        return replace(self, runs=(run, *self.runs), inset=self.inset + len(run[0])) if run[0] else self


BLANK = Line()

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3"
    "\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_CLOSING = "、。，．！？：；）」』】〉》〕］｝”’"
_OPENING = "（「『【〈《〔［｛“‘"
_UNIT = rf"\s+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+"
"""What is never broken if it fits: a word, or one wide character with its punctuation.

Compiled when the first line is broken, not at the start of the program.
"""


def _chop(word: str, width: int) -> list[str]:
    """Cut a word that is wider than a line; a grapheme wider than the line goes alone."""
    return [piece for piece in chop_cells(word, width) if piece]


def longest_word(text: str) -> int:
    """Cells of the longest part of a text that is not broken if it fits."""
    return max((cell_len(unit) for unit in re.findall(_UNIT, text) if not unit.isspace()), default=0)


def _spans(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line of ``text`` starts and ends; white space at a break belongs to no line."""
    measure = len if text.isascii() else cell_len
    start = end = used = gap = 0
    begun = False
    for match in re.finditer(_UNIT, text):
        unit = match.group()
        size = measure(unit)
        if unit.isspace():
            gap = size
            continue
        if begun and used + gap + size > width:
            yield start, end
            begun, gap = False, 0
        if not begun:
            # Only at the very start of the text is there a gap here: an indent, kept where it fits.
            indent = gap if gap + size <= width else 0
            begun, start, used, gap = True, match.start() - indent, indent, 0
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
    """Cut ``runs``, whose text is ``text``, into lines at ``spans``, which count its characters and go up."""
    above: int | None = None
    ends = list(accumulate(len(text) for text, _ in runs))
    index = 0
    for start, end in spans:
        while ends[index] <= start:
            index += 1
        pieces: list[Run] = []
        at = index
        while at < len(runs) and (offset := ends[at] - len(runs[at][0])) < end:
            whole, look = runs[at]
            if piece := whole[max(0, start - offset) : end - offset]:
                pieces.append((piece, look))
            at += 1
        yield Line(tuple(pieces), None if above is None else text[above:start])
        above = end


def wrap(runs: Sequence[Run], width: int) -> list[Line]:
    """Break one paragraph into lines of at most ``width`` cells (at least 2), at white space where possible.

    Wide scripts break between characters; a word longer than a line is cut. Always gives a line.
    """
    text = "".join(text for text, _ in runs)
    if cell_len(text) <= width:
        return [Line(tuple(runs))]
    return list(_cut(runs, text, _spans(text, width))) or [BLANK]


def fold(runs: Sequence[Run], width: int) -> list[Line]:
    """Break one line of code into lines of at most ``width`` cells, keeping every space."""
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
    """Draw the tabs of one line as spaces up to every fourth column."""
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
    """Break one paragraph as ``wrap`` does; behind the mark of an HTML list's item, lines hang."""
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
        # A megabyte of line ends is laid out too: nothing is done for what is empty or fits anyway.
        if not typed:
            lines.append(BLANK)
        elif len(typed) <= width and typed.isascii() and "\t" not in typed:
            lines.append(Line(((typed, look),)))
        else:
            lines += wrap(untabbed([(typed, look)]), width)
    return lines
