"""The live transcript: messages under way, the seconds they take, and the reveal of a reply."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.domain.models import MessageState, unsaved_key
from tui.widgets.transcript.revealing import FRAME, Revealing
from tui.widgets.transcript.view import TranscriptView

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual import events
    from textual.timer import Timer

    from tui.domain.models import SendEvent
    from tui.domain.transcript import TranscriptState
    from tui.widgets.transcript.block import MessageBlock
    from tui.widgets.transcript.lines import Line

TICK = 1.0
"""Seconds between two updates of how long an answer takes."""


class LiveTranscript(TranscriptView):
    """A transcript that changes with events; its timers run only while there is something to show."""

    reveal: bool = True
    """Whether a reply is revealed bit by bit, or shown at once."""
    frame: float = FRAME
    """Seconds between two steps of a reveal."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        id: str | None = None,
    ) -> None:
        super().__init__(clock=clock, id=id)
        self._monotonic = monotonic
        self._revealing: Revealing | None = None
        self._frames: Timer | None = None
        self._ticks: Timer | None = None

    def apply(self, event: SendEvent) -> None:
        """Show a step of a message; a new reply is revealed if the view is at the end."""
        state = self.state.after(event)
        if state is self.state:
            return
        held = {message.key for message in self.state.messages}
        is_new = event.reply is not None and held.isdisjoint(
            {event.reply.key, unsaved_key(event.message.key)}
        )
        # Decided before the state changes: afterwards the end may be out of view.
        starts = event.reply if self._at_end and is_new else None
        self.show_all()
        self.arrived(state)
        if starts is not None:
            self._read_from_start(starts.key)
            if self.reveal:
                self._start_reveal(starts.key)

    def withdraw(self, key: int) -> None:
        """Remove a message that was withdrawn before it was sent."""
        self.take(self.state.without(key))

    def take(self, state: TranscriptState) -> None:
        """Show a changed state, and count seconds while a message is under way."""
        super().take(state)
        self._count_seconds()

    def show_all(self) -> bool:
        """End a reveal at once; return whether there was one."""
        revealing, self._revealing = self._revealing, None
        if self._frames is not None:
            self._frames.stop()
            self._frames = None
        if revealing is None:
            return False
        self.refresh()
        return True

    @property
    def revealing(self) -> bool:
        """Whether a reply is being revealed."""
        return self._revealing is not None

    def visible_cells(self, block: MessageBlock, offset: int) -> int | None:
        """Return the cells of a line that the reveal has uncovered; ``None`` if all are visible."""
        revealing = self._revealing
        if revealing is None or revealing.block is not block:
            return None
        return revealing.visible_cells(offset)

    def on_resize(self, event: events.Resize) -> None:
        """End a reveal, as its lines may be wrapped differently, and lay out for the new size."""
        self.show_all()
        super().on_resize(event)

    def _read_from_start(self, key: int) -> None:
        top, height = self._run.span_of(key)
        if height > self.size.height:
            # Longer than the pane: the view stays where reading begins.
            self._mean(top)

    def _start_reveal(self, key: int) -> None:
        index = self._run.index_of(key)
        if index is None:
            return
        now = self._monotonic()
        # Start it one frame ago, so that the first words are painted with the reply's heading.
        revealing = self._revealing = Revealing(self._run.blocks[index], now - self.frame)
        revealing.show(now)
        self._frames = self.set_interval(self.frame, self._show_more)

    def _show_more(self) -> None:
        revealing = self._revealing
        if revealing is None:
            return
        top, _ = self._run.span_of(revealing.block.message.key)
        for offset, first, cells in revealing.advance(self._monotonic()):
            self.refresh_cells(top + offset, first, cells)
        if revealing.done:
            self._revealing = None
            if self._frames is not None:
                self._frames.stop()
                self._frames = None

    def _counting(self) -> list[int]:
        """The keys of the messages that show seconds: being sent, or before their next try."""
        waiting = self.state.waiting
        return [m.key for m in waiting if m.state is MessageState.SENDING or m.retry_at is not None]

    def _count_seconds(self) -> None:
        if self._counting():
            if self._ticks is None:
                self._ticks = self.set_interval(TICK, self._tick)
        elif self._ticks is not None:
            self._ticks.stop()
            self._ticks = None

    def _tick(self) -> None:
        """Update the seconds; only the cells that changed are painted."""
        for key in self._counting():
            index = self._run.index_of(key)
            if index is None:
                continue
            old = self._run.blocks[index].lines
            self._run.remake(index, self._clock())
            new = self._run.blocks[index].lines
            if len(old) != len(new):
                self.take(self.state)
                return
            top, _ = self._run.span_of(key)
            for offset, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    first = _same_cells(before, after)
                    self.refresh_cells(top + offset, first, max(before.cells, after.cells) - first)


def _same_cells(before: Line, after: Line) -> int:
    """Count the characters that two lines share at their start; they are ASCII where it matters."""
    pairs = zip(before.text, after.text, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(before.text), len(after.text)))
