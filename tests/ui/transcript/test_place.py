"""What a person means to read is what is shown, whatever happens to the lines and the pane meanwhile."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from tests.ui.harness import Host, hosted, screen_lines, until
from tests.ui.transcript.samples import answer, clock, messages, page, question, step
from tui.domain.anchor import Anchor
from tui.domain.models import MessageState
from tui.widgets.transcript import Transcript
from tui.widgets.transcript.painter import KEPT_BYTES
from tui.widgets.transcript.view import KEPT_AROUND

if TYPE_CHECKING:
    from tui.domain.models import TranscriptPage

SIZE = (60, 16)


async def test_a_session_opened_before_the_pane_has_a_size_waits_for_it() -> None:
    widget = Transcript(clock=clock)
    widget.open(page(messages(40)), "Harbour", Anchor(16, 0))
    async with hosted(widget, size=SIZE) as (app, pilot):
        await pilot.pause()
        assert widget.reading_place == Anchor(16, 0)
        assert "10:16" in screen_lines(app)[0]


async def test_pages_that_are_read_are_not_counted_as_new() -> None:
    widget = Transcript(clock=clock)
    async with hosted(widget, size=SIZE) as (app, pilot):
        widget.open(page(messages(30), newer=True), "Harbour")
        widget.add_newer(page(messages(30, first=31), newer=True))
        await pilot.pause()
        assert not any("new below" in line for line in screen_lines(app))


async def test_what_is_far_from_the_view_is_not_laid_out() -> None:
    widget = Transcript(clock=clock)
    async with hosted(widget, size=SIZE):
        widget.open(page(messages(400)), "Harbour")
        most = 0
        while widget.top_message != 1:
            widget.by_pages(-1)
            most = max(most, widget.virtual_size.height)
        assert most < 2 * KEPT_AROUND + 200


async def test_paging_through_one_long_reply_keeps_little_of_it() -> None:
    widget = Transcript(clock=clock)
    text = "\n\n".join(f"Paragraph {number} with **words** and `code`." for number in range(1_000))
    async with hosted(widget, size=SIZE):
        widget.open(page((answer(2, text),)), "Harbour")
        tracemalloc.start()
        try:
            while widget.top_message is None or widget.reading_place != Anchor(2, 0, 2):
                widget.by_pages(-1)
                for y in range(widget.size.height):
                    widget.render_line(y).crop(0, 20)
            kept, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert kept < 2 * KEPT_BYTES


async def test_a_bigger_pane_for_a_while_leaves_the_place_as_it_was() -> None:
    widget = Transcript(clock=clock)
    async with hosted(widget, size=SIZE) as (app, pilot):
        widget.open(page(messages(20)), "Harbour", Anchor(16, 0))
        await pilot.pause()
        before = screen_lines(app)
        await pilot.resize_terminal(90, 60)
        await pilot.resize_terminal(*SIZE)
        await until(lambda: app.screen.size == SIZE)
        await pilot.pause()
        assert screen_lines(app) == before


steps = st.lists(
    st.tuples(
        st.sampled_from(["wheel", "page", "resize", "append", "older", "newer", "refresh", "away", "seek"]),
        st.integers(0, 100),
        st.booleans(),
    ),
    max_size=12,
)


@dataclass
class Reader:
    """Someone who reads in a session of 120 messages while other things happen."""

    widget: Transcript
    app: Host
    newest: int = 120
    meant: Anchor | None = None
    """What they mean to read; ``None`` for what comes at the end."""

    def does(self, name: str, number: int) -> None:
        """Take a step. Only those of the reader's own change what is meant."""
        widget, state = self.widget, self.widget.state
        first, last = state.messages[0].key, state.messages[-1].key
        match name:
            case "wheel":
                widget.scroll_relative(y=number - 50, animate=False)
                self.meant = widget.reading_place
            case "page":
                widget.by_pages(number % 5 - 2)
                self.meant = widget.reading_place
            case "seek":
                assert widget.to_message(first + number % (last - first + 1))
                self.meant = widget.reading_place
            case "resize":
                self._resize(Size(30 + number, 8 + number % 10))
            case "append":
                self.newest += 1
                widget.apply(step(question(self.newest, state=MessageState.QUEUED)))
            case "older" if state.has_older:
                start = max(1, first - 20)
                widget.add_older(page(messages(first - start, first=start), older=start > 1))
            case "newer" if state.has_newer:
                widget.add_newer(self._from(last + 1, 20))
            case "refresh":
                widget.refreshed(self._from(self.newest - 30, 31))
            case "away":
                held = page(state.messages, older=state.has_older, newer=state.has_newer)
                kept = widget.reading_place
                widget.open(page(messages(3)), "Harbour")
                widget.open(held, "Harbour", kept)
            case _:
                pass

    def _resize(self, size: Size) -> None:
        driver = self.app._driver  # pyright: ignore[reportPrivateUsage]
        assert isinstance(driver, HeadlessDriver)
        driver._size = size  # pyright: ignore[reportPrivateUsage]
        self.app.post_message(events.Resize(size, size))

    def _from(self, first: int, count: int) -> TranscriptPage:
        stop = min(first + count, self.newest + 1)
        return page(messages(stop - first, first=first), older=True, newer=stop <= self.newest)


@settings(max_examples=25, deadline=None)
@given(steps, st.booleans())
async def test_what_is_meant_is_what_is_shown(sequence: list[tuple[str, int, bool]], at_end: bool) -> None:
    widget = Transcript(clock=clock)
    async with hosted(widget, size=SIZE) as (app, pilot):
        reader = Reader(widget, app)
        widget.open(page(messages(40, first=81 if at_end else 41), older=True, newer=not at_end), "Harbour")
        reader.meant = widget.reading_place
        for name, number, pause in sequence:
            reader.does(name, number)
            if pause:
                await pilot.pause()
            assert widget.reading_place == reader.meant
        await pilot.pause()
        await pilot.pause()
        assert widget.reading_place == reader.meant
        assert round(widget.scroll_y) == widget.scroll_target_y
        shown, state = screen_lines(app), widget.state
        held = page(state.messages, older=state.has_older, newer=state.has_newer)
        widget.open(held, "Harbour", reader.meant)
        await pilot.pause()
        fresh = screen_lines(app)
        rows = slice(-1 if "new below" in shown[-1] else None)
        assert shown[rows] == fresh[rows]
