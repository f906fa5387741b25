"""Layout of the transcript: a contiguous run of messages that grows as the person scrolls."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from tui.domain.anchor import Anchor
from tui.domain.models import MessageState

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.models import Message
    from tui.domain.transcript import TranscriptState
    from tui.widgets.transcript.block import BlockMaker, MessageBlock


class TranscriptLayout:
    """The blocks of a contiguous run of the held messages, ``first`` up to ``last``, and their line numbers.

    Laying out costs about half a millisecond a message, so only what is near the viewport is laid out.
    """

    def __init__(self, maker: BlockMaker, state: TranscriptState, now: datetime) -> None:
        self.maker = maker
        self.state = state
        self.now = now
        self.blocks: list[MessageBlock] = []
        self.first = self.last = len(state.messages)
        self._tops: list[int] = [0]
        self._weighed: tuple[MessageBlock, array[int]] | None = None
        """The block whose weights were last computed, and the weights."""

    @property
    def height(self) -> int:
        """The number of lines of the run."""
        return self._tops[-1]

    @property
    def complete_above(self) -> bool:
        """Whether the first held message is laid out."""
        return self.first == 0

    @property
    def complete_below(self) -> bool:
        """Whether the last held message is laid out."""
        return self.last == len(self.state.messages)

    def start_at(self, index: int) -> None:
        """Start over with an empty run before the message at ``index``."""
        self.blocks = []
        self.first = self.last = index
        self._count()

    def grow_up(self, lines: int) -> int:
        """Lay out earlier messages until ``lines`` more lines are there, or all; return the lines added."""
        new: list[MessageBlock] = []
        added = 0
        # Upwards, so the blocks come in reverse order.
        while added < lines and self.first > 0:
            self.first -= 1
            new.append(self._make(self.first))
            added += len(new[-1].lines)
        self.blocks[:0] = reversed(new)
        self._count()
        return added

    def grow_down(self, lines: int) -> int:
        """Lay out later messages until ``lines`` more lines are there, or all; return the lines added."""
        added = 0
        while added < lines and not self.complete_below:
            self.blocks.append(self._make(self.last))
            self.last += 1
            added += len(self.blocks[-1].lines)
        self._count()
        return added

    def update(self, state: TranscriptState, now: datetime) -> None:
        """Apply a changed state: blocks of unchanged messages are kept, and the run covers what it covered.

        New messages at the end are laid out if the old end was.
        """
        # Find the messages of the run in the new state.
        old = {block.message.key: block for block in self.blocks}
        was_complete = self.complete_below
        places = [index for index, message in enumerate(state.messages) if message.key in old]
        self.state, self.now = state, now
        # None is left: start over at the end.
        if not places:
            self.start_at(len(state.messages))
            return
        # Cover from the first to the last of them, or to the new end; what did not change is reused.
        self.first = places[0]
        self.last = len(state.messages) if was_complete else places[-1] + 1
        self.blocks = [self._reuse(index, old) for index in range(self.first, self.last)]
        self._count()

    def span_of(self, key: int) -> tuple[int, int]:
        """The line on which a message's block begins, and its height; (0, 0) if it is not laid out."""
        index = self.index_of(key)
        return (0, 0) if index is None else (self._tops[index], len(self.blocks[index].lines))

    def index_of(self, key: int) -> int | None:
        """The index of a message's block in the run; ``None`` if it is not laid out."""
        return next((i for i, block in enumerate(self.blocks) if block.message.key == key), None)

    def locate(self, line: int) -> tuple[MessageBlock, int] | None:
        """The block that holds a line of the run, and the line's number within it."""
        if not 0 <= line < self.height:
            return None
        index = bisect_right(self._tops, line) - 1
        return self.blocks[index], line - self._tops[index]

    def anchor(self, line: int) -> Anchor | None:
        """Return the place of a line as an anchor, which outlives a change of layout."""
        found = self.locate(line)
        if found is None:
            return None
        block, offset = found
        weights = self._weights_of(block)
        # The place is how many letters and digits are above the line. Lines without any share that with
        # a line further down: keep how many lines below this one it is.
        characters = weights[offset - 1] if offset else 0
        return Anchor(block.message.key, characters, self._offset_of(block, characters) - offset)

    def line_of(self, anchor: Anchor) -> int | None:
        """Return the line of an anchor; ``None`` if its message is not laid out, below 0 above the run."""
        index = self.index_of(anchor.key)
        if index is None:
            return None
        block = self.blocks[index]
        weights = self._weights_of(block)
        offset = self._offset_of(block, anchor.characters)
        below = anchor.below
        # Go back up by the lines that the anchor was above, over lines without letters only; from the first
        # line of the block go on up by those that remain.
        while below and offset and weights[offset - 1] == (weights[offset - 2] if offset > 1 else 0):
            offset -= 1
            below -= 1
        return self._tops[index] + offset - (0 if offset else below)

    def trim(self, line: int, lines: int) -> None:
        """Drop the blocks that are wholly more than ``lines`` lines away from a line."""
        # The first block that reaches into the range, and the first that begins beyond it.
        start = max(0, bisect_right(self._tops, line - lines) - 1)
        stop = min(len(self.blocks), bisect_right(self._tops, max(0, line + lines)))
        if start or stop < len(self.blocks):
            self.blocks = self.blocks[start:stop]
            self.first += start
            self.last = self.first + len(self.blocks)
            self._count()

    def _offset_of(self, block: MessageBlock, characters: int) -> int:
        """Return the first line of a block that ends beyond its first ``characters`` weights, or its last."""
        return min(bisect_right(self._weights_of(block), characters), len(block.lines) - 1)

    def _weights_of(self, block: MessageBlock) -> array[int]:
        """For each line of a block, the letters and digits up to its end, without the day's name."""
        if self._weighed is None or self._weighed[0] is not block:
            weights = (_weight(line.text) if n >= block.day else 0 for n, line in enumerate(block.lines))
            self._weighed = block, array("L", accumulate(weights))
        return self._weighed[1]

    def _before(self, index: int) -> Message | None:
        return self.state.messages[index - 1] if index else None

    def _make(self, index: int) -> MessageBlock:
        message = self.state.messages[index]
        behind = self.state.waits_for(index) if message.state is MessageState.QUEUED else None
        return self.maker.make(message, self._before(index), self.now, behind)

    def _reuse(self, index: int, old: dict[int, MessageBlock]) -> MessageBlock:
        message = self.state.messages[index]
        block = old.get(message.key)
        at_edge = index in {0, self.first}
        # Laid out again in any case: at an edge, as the day may appear or go, and where it is queued, as
        # it shows the state of another message.
        moves = at_edge or message.state is MessageState.QUEUED
        unchanged = block is not None and block.message == message and not moves
        return block if block is not None and unchanged else self._make(index)

    def _count(self) -> None:
        self._tops = [0, *accumulate(len(block.lines) for block in self.blocks)]

    def remake(self, index: int, now: datetime) -> None:
        """Lay out one block of the run again: its text has not changed, but the time has."""
        self.now = now
        self.blocks[index] = self._make(self.first + index)
        self._count()


def _weight(text: str) -> int:
    """Count letters and digits: it stays the same when lines are wrapped differently and frames change."""
    return sum(map(str.isalnum, text))
