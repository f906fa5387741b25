"""Drawing of the transcript: the lines of the laid-out messages, row by row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from textual.geometry import Region
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from tui.domain.clean import marks_in
from tui.domain.sought import Sought
from tui.widgets.transcript.hint import Hint, hint_strips
from tui.widgets.transcript.painter import GUTTER, Painter, selected_text
from tui.widgets.transcript.palette import COMPONENTS, Palette

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.selection import Selection
    from textual.strip import Strip

    from tui.domain.transcript import TranscriptState
    from tui.widgets.transcript.block import MessageBlock
    from tui.widgets.transcript.layout import TranscriptLayout


class TranscriptCanvas(ScrollView):
    """Draws the laid-out lines that are in the viewport."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *COMPONENTS.values(),
        "transcript--cursor",
        "transcript--match",
        "transcript--below",
        "transcript--selection",
    }

    hint: reactive[Hint | None] = reactive(None)
    """What the pane shows while there are no messages."""
    sought: reactive[str] = reactive("")
    """Text that is marked wherever it occurs."""
    cursor: reactive[int | None] = reactive(None)
    """The key of the message that the cursor is on."""

    def __init__(self, run: TranscriptLayout, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._run = run
        self._line = 0
        """The line of the run that is drawn at the top."""
        self._kept_painter: Painter | None = None
        self._matches: WeakKeyDictionary[MessageBlock, Mapping[int, Sequence[tuple[int, int]]]] = (
            WeakKeyDictionary()
        )

    @property
    def state(self) -> TranscriptState:
        """The state, with the messages that are held."""
        return self._run.state

    @property
    def unseen(self) -> int:
        """How many messages came while the end was out of view."""
        return 0

    def notify_style_update(self) -> None:
        """Drop the lines that were drawn in the colours of the former theme."""
        super().notify_style_update()
        self._forget_strips()

    def _forget_strips(self) -> None:
        self._kept_painter = None

    @property
    def _painter(self) -> Painter:
        painter = self._kept_painter
        if painter is None or painter.width != self.size.width:
            palette = Palette(self.rich_style, partial(self.get_component_rich_style, partial=True))
            painter = self._kept_painter = Painter(palette, self.size.width)
        return painter

    def visible_cells(self, block: MessageBlock, offset: int) -> int | None:
        """Return how many cells of a block's line are visible; ``None`` for all."""
        del block, offset
        return None

    def render_line(self, y: int) -> Strip:
        """Draw the row ``y`` of the viewport."""
        painter = self._painter
        if self.hint is not None and not self.state.messages:
            return hint_strips(self.hint, painter.palette, self.size.width, self.size.height)[y]
        line = self._line + y
        found = self._run.locate(line)
        strip = painter.blank() if found is None else self._draw(painter, line, *found)
        if y == self.size.height - 1 and (unseen := self.unseen):
            strip = painter.with_sign(strip, f" {unseen} new below · End ")
        return strip

    def _draw(self, painter: Painter, line: int, block: MessageBlock, offset: int) -> Strip:
        cells = self.visible_cells(block, offset)
        if cells is not None:
            return painter.partly(block, offset, cells)
        strip = painter.line(block, offset)
        text = block.lines[offset].text
        if matches := self._matches_in(block).get(offset):
            strip = painter.with_matches(strip, text, matches)
        if self.has_focus and block.message.key == self.cursor and offset < len(block.lines) - 1:
            strip = painter.with_cursor(strip)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            style = self.screen.get_component_rich_style("screen--selection")
            strip = painter.with_selection(strip, text, span, style)
        return strip.apply_offsets(0, line)

    def watch_sought(self) -> None:
        """Drop the matches of the former text."""
        self._matches.clear()

    def _matches_in(self, block: MessageBlock) -> Mapping[int, Sequence[tuple[int, int]]]:
        """Return the spans of the matches, whole or in part, for each line of a block."""
        if not self.sought:
            return {}
        if block not in self._matches:
            spans = Sought(self.sought).spans(block.flow.text)
            found: dict[int, list[tuple[int, int]]] = {}
            for offset, first, last in (piece for span in spans for piece in block.flow.on_lines(*span)):
                found.setdefault(offset, []).append((first, last))
            self._matches[block] = found
        return self._matches[block]

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that a mouse selection covers, without bars."""
        lines = (line for block in self._run.blocks for line in block.lines)
        return selected_text(lines, selection), "\n"

    def selected_marks(self) -> int:
        """Count the control and invisible characters of the messages that a mouse selection touches."""
        selection = self.text_selection
        if selection is None:
            return 0
        marks = first = 0
        for block in self._run.blocks:
            lines = range(first, first + len(block.lines))
            first = lines.stop
            if any(selection.get_span(line) is not None for line in lines):
                marks += marks_in(block.message.content)
        return marks

    def refresh_cells(self, line: int, first: int, cells: int) -> None:
        """Repaint some cells of one laid-out line's text, and nothing else."""
        row = line - self._line
        if 0 <= row < self.size.height:
            self.refresh(Region(GUTTER + first, row, cells, 1))
