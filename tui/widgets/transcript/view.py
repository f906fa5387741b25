"""Scrolling of the transcript: which messages are laid out, and which lines are in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Size

from tui.domain.anchor import Anchor
from tui.domain.transcript import TranscriptState
from tui.widgets.said import TranscriptSaid
from tui.widgets.transcript.block import BlockMaker
from tui.widgets.transcript.canvas import TranscriptCanvas
from tui.widgets.transcript.layout import TranscriptLayout
from tui.widgets.transcript.painter import GUTTER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual import events
    from textual.timer import Timer

    from tui.domain.models import TranscriptPage

NOTHING = TranscriptState("")
REPORT_WITHIN = 3.0
"""Seconds within which a change of place is posted: it is needed only after a crash."""
KEPT_AROUND = 1_000
"""Lines that stay laid out on either side of the view, so that going back and forth costs nothing."""


class TranscriptView(TranscriptCanvas):
    """Shows one session's messages at the same cost at any length, and never moves what is being read."""

    @dataclass
    class OlderWanted(TranscriptSaid):
        """Load messages older than ``key``: the first held one is near, and the store has more."""

        key: int

    @dataclass
    class NewerWanted(TranscriptSaid):
        """Load messages newer than ``key``: the last held one is near, and the store has more."""

        key: int

    @dataclass
    class Moved(TranscriptSaid):
        """The line at the top may have changed since the last such message."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        id: str | None = None,
    ) -> None:
        super().__init__(TranscriptLayout(BlockMaker(2, ""), NOTHING, clock()), id=id)
        self._clock = clock
        self._bot = ""
        self._place: Anchor | None = None
        """The place at the top of the view; ``None``: the end, which is followed. The line at the top and the
        widget's scroll are derived from it, again whenever the lines or the size change."""
        self._drawn_for = Size(0, 0)
        """The size of the pane for which line and scroll were derived."""
        self._came: set[int] = set()
        """The keys of messages that came while the end was out of view."""
        self.asked_for: int | None = None
        """The key beyond which messages were asked for and have not come yet."""
        self._moving: Timer | None = None

    def open(self, page: TranscriptPage, bot: str, at: Anchor | None = None) -> None:
        """Show a session from the place ``at``, else from its end, else from its start.

        ``bot`` is the name that signs replies.
        """
        self._bot = bot
        state = TranscriptState.of(page)
        if at is None or state.find(at.key) is None:
            at = Anchor(page.messages[0].key, 0) if page.has_newer and page.messages else None
        self._begin(state, at)

    def close(self) -> None:
        """Show no session, only the hint."""
        self._begin(NOTHING, None)

    def add_older(self, page: TranscriptPage) -> None:
        """Add what :class:`OlderWanted` asked for; what is on screen stays where it is."""
        self.take(self.state.with_older(page))

    def add_newer(self, page: TranscriptPage) -> None:
        """Add what :class:`NewerWanted` asked for."""
        self.take(self.state.with_newer(page))

    def refreshed(self, page: TranscriptPage) -> None:
        """Replace the session's end by what the store has now."""
        state = self.state.with_end(page)
        if state != self.state:
            self.arrived(state)

    def arrived(self, state: TranscriptState) -> None:
        """Show a state with new messages at its end, and count those if the end is out of view."""
        if not self._at_end:
            self._came.update(state.new_since(self.state))
        self.take(state)

    def take(self, state: TranscriptState) -> None:
        """Show a changed state: at the end the view follows, elsewhere the line at the top holds still."""
        if self._place is None:
            state = state.trimmed()
        self._run.update(state, self._clock())
        if self._place is not None and state.find(self._place.key) is None:
            # Its message is held no more: take the place of what is on its line now.
            self._place = self._run.anchor(min(self._line, self._run.height - 1))
        self._show()

    def to_end(self) -> None:
        """Scroll to the held end and follow it from now on."""
        self._place = None
        self._show()

    def to_message(self, key: int) -> bool:
        """Bring a held message into view, its start first; return whether it is held."""
        if self.state.find(key) is None:
            return False
        view = self.size.height
        if not view or self._run.index_of(key) is None:
            self._place = Anchor(key, 0)
            self._show()
        top, height = self._run.span_of(key)
        if top < self._line or height > view:
            self._mean(top)
        elif top + height > self._line + view:
            self._mean(top + height - view)
        return True

    def by_pages(self, pages: int) -> None:
        """Scroll by the height of the pane, up if ``pages`` is below 0."""
        self._mean(self._line + pages * self.size.height)

    def action_page_up(self) -> None:
        """Scroll up by a page."""
        self.by_pages(-1)

    def action_page_down(self) -> None:
        """Scroll down by a page."""
        self.by_pages(1)

    @property
    def top_message(self) -> int | None:
        """The key of the message at the top of the view; ``None`` at the end, which is followed."""
        if self._place is None:
            return None
        found = self._run.locate(self._line)
        return found[0].message.key if found else self._place.key

    @property
    def reading_place(self) -> Anchor | None:
        """The place at the top of the view; ``None`` at the end, which is followed."""
        return self._place

    def in_view(self, key: int) -> bool:
        """Whether any line of a message is in view."""
        top, height = self._run.span_of(key)
        return top < self._line + self.size.height and top + height > self._line

    @property
    def unseen(self) -> int:
        """How many messages came while the end was out of view."""
        return sum(message.key in self._came for message in self.state.messages) if self._came else 0

    @property
    def _last_line(self) -> int:
        return max(0, self._run.height - self.size.height)

    @property
    def _reach(self) -> int:
        """Lines that are laid out at once: twice the height of the pane, and at least 20."""
        return 2 * max(10, self.size.height)

    @property
    def _at_end(self) -> bool:
        """Whether the last line of the session is in view."""
        whole = self._run.complete_below and not self.state.has_newer
        return (whole and self._line >= self._last_line) or not self.state.messages

    def _begin(self, state: TranscriptState, at: Anchor | None) -> None:
        """Show another state from a place in it, or from its end."""
        self.asked_for = None
        self._came.clear()
        self._place = at
        self.cursor = None
        self._lay_out(state)
        self._show()

    def _lay_out(self, state: TranscriptState) -> None:
        """Start an empty layout: no line of the one before can be reused."""
        self._run = TranscriptLayout(self._maker(), state, self._clock())
        self._forget_strips()

    def _maker(self) -> BlockMaker:
        return BlockMaker(max(2, self.size.width - GUTTER - 1), self._bot, self._run.maker.waits)

    def _mean(self, line: int) -> None:
        """Take a line of the run, clamped to the run, as the place; at the very end, follow the end."""
        self._line = max(0, min(line, self._last_line))
        self._place = None if self._at_end else self._run.anchor(self._line)
        self._show()

    def _show(self) -> None:
        """Derive the layout, the line at the top and the scroll from the place, and draw once.

        A pane without a size shows nothing: the place is kept until it has one.
        """
        if not self.size.height:
            return
        if self._maker() != self._run.maker:
            self._lay_out(self.state)
        self._line = self._derived_line()
        self._drawn_for = self.size
        self.virtual_size = Size(self.size.width, self._run.height)
        if self._line != round(self.scroll_y) or self._line != self.scroll_target_y:
            self.scroll_to(y=self._line, animate=False, force=True)
        if self._at_end:
            self._came.clear()
        self._ask_for_more()
        self.refresh()
        if self._moving is None:
            self._moving = self.set_timer(REPORT_WITHIN, self._report)

    def _derived_line(self) -> int:
        """Lay out what is around the place, drop what is far from it, and return its line."""
        run, view, place = self._run, self.size.height, self._place
        # Start the run over where it does not hold the place.
        if place is not None and run.index_of(place.key) is None:
            run.start_at(self.state.place_of(place.key))
            run.grow_down(self._reach)
        elif place is None and not run.complete_below:
            run.start_at(len(self.state.messages))
        # Lay out a pane's height above the place, and two from it on.
        while self._meant_line < view and run.grow_up(self._reach):
            pass
        while self._meant_line + 2 * view > run.height and run.grow_down(self._reach):
            pass
        # A selection is in line numbers of the run: nothing is dropped while there is one.
        if self.text_selection is None:
            run.trim(self._meant_line, KEPT_AROUND + self._reach)
        return max(0, min(self._meant_line, self._last_line))

    @property
    def _meant_line(self) -> int:
        """The line of the place in the run as laid out; it may be beyond the run's ends."""
        line = None if self._place is None else self._run.line_of(self._place)
        return self._last_line if line is None else line

    def _ask_for_more(self) -> None:
        """Ask once for more messages near an edge of those that are held."""
        state, view = self.state, self.size.height
        if not state.messages:
            return
        first, last = state.messages[0].key, state.messages[-1].key
        if self._line < view and self._run.complete_above and state.has_older and self.asked_for != first:
            self.asked_for = first
            self.post_message(self.OlderWanted(first))
        elif self._line >= self._last_line - view and state.has_newer and self.asked_for != last:
            self.asked_for = last
            self.post_message(self.NewerWanted(last))

    def _report(self) -> None:
        self._moving = None
        self.post_message(self.Moved())

    def validate_scroll_y(self, value: float) -> float:
        """Clamp the scroll to what is laid out; until a changed size is drawn, leave it as it is."""
        last = self._last_line if self._drawn_for == self.size else self._run.height
        return max(0, min(value, last))

    def validate_scroll_target_y(self, value: float) -> float:
        """Clamp the scroll to what is laid out."""
        return round(self.validate_scroll_y(value))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the line that the person scrolls to by wheel or bar as the place; all others are derived."""
        super().watch_scroll_y(old_value, new_value)
        if round(new_value) != self._line:
            self._mean(round(new_value))

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size; the place stays in view."""
        self._show()
