"""The text of a message as one, over the lines into which the pane broke it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.widgets.transcript.lines import Line


class Flow:
    """Joins drawn lines where only the pane was too narrow, and finds ranges of the whole on the lines."""

    def __init__(self, lines: Sequence[Line], body: range) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._lines: list[tuple[int, int]] = []
        at = 0
        for offset in body:
            line = lines[offset]
            parted = "" if offset == body.start else "\n" if line.glue is None else line.glue
            piece = line.text[line.margin :]
            at += len(parted)
            self._starts.append(at)
            self._lines.append((offset, line.margin))
            pieces += [parted, piece]
            at += len(piece)
        self.text = "".join(pieces)

    def on_lines(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yields the parts of a range of the text: the line, and the characters of it from and to."""
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            offset, margin = self._lines[index]
            shift = margin - self._starts[index]
            next_start = self._starts[index + 1] if index + 1 < len(self._starts) else end
            first, last = max(start, self._starts[index]) + shift, min(end, next_start) + shift
            if first < last:
                yield offset, first, last
            index += 1
