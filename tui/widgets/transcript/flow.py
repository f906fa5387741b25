"""The text of a message as one, mapped to the lines into which it was wrapped."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.widgets.transcript.lines import Line


class Flow:
    """Joins lines where they were only wrapped, and maps ranges of the joined text to the lines."""

    def __init__(self, lines: Sequence[Line], body: range) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._lines: list[tuple[int, int]] = []
        at = 0
        for offset in body:
            line = lines[offset]
            # What was between this line and the one above: a line break, or what the wrapping left out.
            parted = "" if offset == body.start else "\n" if line.glue is None else line.glue
            # Bars and indents are not part of the text.
            piece = line.text[line.margin :]
            at += len(parted)
            # Note where the line begins in the text, and where the text begins on the line.
            self._starts.append(at)
            self._lines.append((offset, line.margin))
            pieces += [parted, piece]
            at += len(piece)
        self.text = "".join(pieces)

    def on_lines(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield the parts of a range of the text: the line, and its characters from and to."""
        # Begin with the line in which the range starts.
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            offset, margin = self._lines[index]
            # From offsets in the text to characters of the line.
            shift = margin - self._starts[index]
            next_start = self._starts[index + 1] if index + 1 < len(self._starts) else end
            # Clip the range to the line; what is between two lines counts to the upper one.
            first, last = max(start, self._starts[index]) + shift, min(end, next_start) + shift
            if first < last:
                yield offset, first, last
            index += 1
