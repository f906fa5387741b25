"""The reveal of a complete reply, piece by piece, by the clock."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain import reveal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.widgets.transcript.block import MessageBlock

FRAME = 0.15
"""Seconds between two steps: often enough to read as flowing."""

SLOW_FRAME = 0.5
"""Seconds between two steps on a slow line: each costs a frame on the wire, and an acknowledgement."""


@dataclass
class Revealing:
    """The reveal of one block that began at ``started`` (seconds of a monotonic clock)."""

    block: MessageBlock
    started: float
    shown: int = 0
    """Cells of the body that are visible."""

    @property
    def done(self) -> bool:
        """Whether all is visible."""
        return self.shown >= self.block.body_cells

    def visible_cells(self, line: int) -> int:
        """Return the visible cells of a block's line; lines outside of the body are visible as a whole."""
        whole = self.block.lines[line].cells
        if line not in self.block.body:
            return whole
        index = line - self.block.body.start
        return max(0, min(whole, whole - (self.block.uncovered[index] - self.shown)))

    def show(self, now: float) -> None:
        """Move on to ``now``; the caller repaints everything."""
        self.shown = reveal.revealed(self.block.body_cells, now - self.started)

    def advance(self, now: float) -> Iterator[tuple[int, int, int]]:
        """Move on to ``now`` and yield what appears: the block's line, the first cell, and the cells."""
        before = self.shown
        self.show(now)
        ends = self.block.uncovered
        index = bisect_left(ends, before + 1)
        while before < self.shown:
            line = self.block.body.start + index
            end = min(self.shown, ends[index])
            begin = self.block.lines[line].cells - (ends[index] - before)
            yield line, begin, end - before
            before = end
            index += 1
