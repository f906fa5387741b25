"""The transcript as something to scroll: which messages are laid out, and what of them is in view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message as TextualMessage

from tui.domain.transcript import TranscriptState
from tui.widgets.transcript.block import BlockMaker
from tui.widgets.transcript.canvas import TranscriptCanvas
from tui.widgets.transcript.layout import TranscriptLayout
from tui.widgets.transcript.painter import GUTTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.timer import Timer

    from tui.domain.anchor import Anchor
    from tui.domain.models import TranscriptPage

NOTHING = TranscriptState("")
REPORT_WITHIN = 3.0
"""Seconds in which a change of place is told: it is only for one who comes back after a crash."""


class TranscriptView(TranscriptCanvas):
    """Shows one session's messages at the same cost at any length, and never moves what is being read."""

    @dataclass
    class Said(TextualMessage):
        """Something that a transcript says."""

        transcript: TranscriptView

        @property
        def control(self) -> TranscriptView:
            """The transcript that says it."""
            return self.transcript

    @dataclass
    class OlderWanted(Said):
        """The first held message is near, and the store has older ones than ``key``."""

        key: int

    @dataclass
    class NewerWanted(Said):
        """The last held message is near, and the store has newer ones than ``key``."""

        key: int

    @dataclass
    class Moved(Said):
        """Another line may be at the top than some seconds ago."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        id: str | None = None,
    ) -> None:
        super().__init__(TranscriptLayout(BlockMaker(2, ""), NOTHING, clock()), id=id)
        self._clock = clock
        self._bot = ""
        self._following = True
        self._asked_for: int | None = None
        self._moving: Timer | None = None

    def open(self, page: TranscriptPage, bot: str, at: Anchor | None = None) -> None:
        """Show a session from the place ``at``, else from its end, else from its start.

        ``bot`` is the name that signs replies.
        """
        self._bot = bot
        self._begin(TranscriptState.of(page), len(page.messages) if not page.has_newer else 0, at)

    def close(self) -> None:
        """Show no session: the hint stands alone."""
        self._begin(NOTHING, 0)

    def add_older(self, page: TranscriptPage) -> None:
        """Take what :class:`OlderWanted` asked for; what is on screen stays where it is."""
        self.take(self.state.with_older(page))

    def add_newer(self, page: TranscriptPage) -> None:
        """Take what :class:`NewerWanted` asked for."""
        self.take(self.state.with_newer(page))

    def refreshed(self, page: TranscriptPage) -> None:
        """Take the session's end as the store has it now."""
        state = self.state.with_end(page)
        if state != self.state:
            self.take(state)

    def take(self, state: TranscriptState) -> None:
        """Show a changed state: at the end it follows, elsewhere the line that is being read holds still."""
        anchor = self._run.anchor(self._line)
        if not self._following:
            self._unseen += _new_below(self.state, state)
        self._run.update(state, self._clock())
        if not self._run.blocks:
            self._run.grow_up(self._reach)
        line = None if self._following or anchor is None else self._run.line_of(anchor)
        self._settle(self._last_line if line is None else line)

    def to_end(self) -> None:
        """Scroll to the held end and follow it from now on."""
        if not self._run.complete_below:
            self._run.start_at(len(self.state.messages))
            self._run.grow_up(self._reach)
        self._settle(self._last_line)

    def to_message(self, key: int) -> bool:
        """Bring a held message into view, its start first; return whether it is held."""
        place = next((i for i, m in enumerate(self.state.messages) if m.key == key), None)
        if place is None:
            return False
        if self._run.index_of(key) is None:
            self._run.start_at(place)
            self._run.grow_down(self._reach)
        top, height = self._run.span_of(key)
        view = self.size.height
        if top < self._line or height > view or not self._run.locate(self._line):
            self._settle(top)
        elif top + height > self._line + view:
            self._settle(top + height - view)
        return True

    @property
    def top_message(self) -> int | None:
        """The key of the message at the top of the view; ``None`` at the end, which is followed."""
        found = None if self._following else self._run.locate(self._line)
        return found[0].message.key if found else None

    @property
    def reading_place(self) -> Anchor | None:
        """The place at the top of the view; ``None`` at the end, which is followed."""
        return None if self._following else self._run.anchor(self._line)

    def in_view(self, key: int) -> bool:
        """Whether any line of a message is in view."""
        top, height = self._run.span_of(key)
        return top < self._line + self.size.height and top + height > self._line

    @property
    def _last_line(self) -> int:
        return max(0, self._run.height - self.size.height)

    @property
    def _reach(self) -> int:
        """Lines that are laid out at once: what is in view, and as much again."""
        return 2 * max(10, self.size.height)

    def _begin(self, state: TranscriptState, place: int, at: Anchor | None = None) -> None:
        """Start anew with the viewport's end before the message at ``place``, or its start at the first.

        A place ``at`` in a message that is held goes before.
        """
        if at is not None:
            place = next((index for index, m in enumerate(state.messages) if m.key == at.key), place)
        self._asked_for = None
        self._following = place > 0 or not state.messages
        self.cursor = None
        self._run = TranscriptLayout(self._maker(), state, self._clock())
        self._run.start_at(place)
        self._run.grow_up(self._reach)
        self._run.grow_down(self._reach)
        line = None if at is None else self._run.line_of(at)
        self._settle(line if line is not None else self._last_line if self._following else 0)

    def _maker(self) -> BlockMaker:
        return BlockMaker(max(2, self.size.width - GUTTER - 1), self._bot)

    def _settle(self, line: int) -> None:
        """Make ``line`` the first in view, with enough laid out around it, and draw once."""
        view = self.size.height
        if line < view:
            line += self._run.grow_up(self._reach)
        if line + 2 * view > self._run.height:
            self._run.grow_down(self._reach)
        line = max(0, min(line, self._last_line))
        self.virtual_size = Size(self.size.width, self._run.height)
        self.scroll_to(y=line, animate=False, force=True)
        self._at_line(line)
        self.refresh()

    def _at_line(self, line: int) -> None:
        """Note where the view is now: at the very end it follows, and near an edge it asks for more."""
        if self._moving is None:
            self._moving = self.set_timer(REPORT_WITHIN, self._report)
        state = self.state
        self._following = line >= self._last_line and self._run.complete_below and not state.has_newer
        if self._following:
            self._unseen = 0
        if not state.messages:
            return
        view = self.size.height
        first, last = state.messages[0].key, state.messages[-1].key
        if line < view and self._run.complete_above and state.has_older and self._asked_for != first:
            self._asked_for = first
            self.post_message(self.OlderWanted(self, first))
        elif line >= self._last_line - view and state.has_newer and self._asked_for != last:
            self._asked_for = last
            self.post_message(self.NewerWanted(self, last))

    def _report(self) -> None:
        self._moving = None
        self.post_message(self.Moved(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep enough laid out as a person scrolls."""
        super().watch_scroll_y(old_value, new_value)
        line = round(new_value)
        if round(old_value) == line:
            return
        near_top = line < self.size.height and not self._run.complete_above
        near_bottom = line > self._last_line - self.size.height and not self._run.complete_below
        if near_top or near_bottom:
            self.call_next(self._settle, line)
        else:
            self._at_line(line)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew; the line that was being read stays in view."""
        maker = self._maker()
        if maker == self._run.maker:
            self._settle(self._last_line if self._following else self._line)
            return
        anchor = None if self._following else self._run.anchor(self._line)
        place = next((i for i, m in enumerate(self.state.messages) if anchor and m.key == anchor.key), None)
        self._run = TranscriptLayout(maker, self.state, self._clock())
        self._run.start_at(len(self.state.messages) if place is None else place)
        self._run.grow_down(self._reach)
        self._run.grow_up(self._reach)
        line = self._run.line_of(anchor) if anchor else None
        self._settle(self._last_line if line is None else line)


def _new_below(old: TranscriptState, new: TranscriptState) -> int:
    """How many messages stand after the last one that was held before."""
    known = {message.key for message in old.messages}
    count = 0
    for message in reversed(new.messages):
        if message.key in known:
            break
        count += 1
    return count
