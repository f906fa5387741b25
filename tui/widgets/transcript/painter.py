"""Draws lines of laid-out messages as strips: gutter, text, matches and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from tui.domain.models import Role
from tui.widgets.transcript.lines import Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.selection import Selection

    from tui.widgets.transcript.block import MessageBlock
    from tui.widgets.transcript.lines import Line
    from tui.widgets.transcript.palette import Palette

GUTTER = 2
"""Cells at the left of every line for the marks of the person's messages and of the message cursor."""

KEPT_BYTES = 2_097_152
"""Bytes that the cached lines may take, with what Textual caches in each."""
_STRIP_BYTES, _CELL_BYTES = 8_192, 24
"""Bytes that a strip takes at most, as measured: once cropped and drawn, and for each cell."""

CURSOR_MARK = "┃ "
USER_MARK = "▏ "


class Painter:
    """Draws lines for one palette and width; the lines drawn last are cached."""

    def __init__(self, palette: Palette, width: int) -> None:
        self.palette = palette
        self.width = width
        self._kept: LRUCache[tuple[MessageBlock, int], Strip] = LRUCache(
            KEPT_BYTES // (_STRIP_BYTES + _CELL_BYTES * width)
        )

    def blank(self) -> Strip:
        """Draw an empty line."""
        return Strip.blank(self.width, self.palette.base)

    def line(self, block: MessageBlock, offset: int) -> Strip:
        """Draw a line of a block without cursor, selection or matches."""
        key = (block, offset)
        strip = self._kept.get(key)
        if strip is None:
            strip = self._joined(self._gutter(block, offset), self.palette.strip(block.lines[offset]))
            for start, end, address in block.addresses.get(offset, ()):
                strip = self._styled(
                    strip, block.lines[offset].text, [(start, end)], Style(link=_as_link(address))
                )
            self._kept[key] = strip
        return strip

    def partly(self, block: MessageBlock, offset: int, cells: int) -> Strip:
        """Draw a line of which only the first ``cells`` cells of text are visible."""
        strip = self.line(block, offset).crop(0, GUTTER + cells)
        return strip.adjust_cell_length(self.width, self.palette.base)

    def with_cursor(self, strip: Strip) -> Strip:
        """Put the message cursor's mark into a line's gutter."""
        mark = Strip([Segment(CURSOR_MARK, self.palette.part("transcript--cursor"))], GUTTER)
        return Strip.join([mark, strip.crop(GUTTER)])

    def with_matches(self, strip: Strip, text: str, spans: Sequence[tuple[int, int]]) -> Strip:
        """Mark what was found in a line whose text is ``text``."""
        return self._styled(strip, text, spans, self.palette.part("transcript--match"))

    def with_selection(self, strip: Strip, text: str, span: tuple[int, int], style: Style) -> Strip:
        """Mark the characters that are selected in a line whose text is ``text``."""
        start, end = span
        last = len(text) if end == -1 else max(0, end - GUTTER)
        return self._styled(strip, text, [(max(0, start - GUTTER), last)], style)

    def with_sign(self, strip: Strip, text: str) -> Strip:
        """Put a short text over the right end of a line."""
        sign = Strip([Segment(text, self.palette.part("transcript--below"))])
        return Strip.join([strip.crop(0, max(0, self.width - sign.cell_length)), sign]).crop(0, self.width)

    def _gutter(self, block: MessageBlock, offset: int) -> Segment:
        if block.message.role is Role.USER and offset in block.body:
            return Segment(USER_MARK, self.palette.style(Look.USER))
        return Segment(" " * GUTTER, self.palette.base)

    def _joined(self, gutter: Segment, text: Strip) -> Strip:
        strip = Strip.join([Strip([gutter], GUTTER), text])
        return strip.adjust_cell_length(self.width, self.palette.base)

    def _styled(self, strip: Strip, text: str, spans: Sequence[tuple[int, int]], style: Style) -> Strip:
        """Put a style over ranges of characters of a line's text."""
        if not spans:
            return strip
        pieces: list[Strip] = []
        at = 0
        for start, end in spans:
            first, last = GUTTER + cell_len(text[:start]), GUTTER + cell_len(text[:end])
            # Over the text's own style: Strip.apply_style would put it underneath.
            marked = Segment.apply_style(strip.crop(first, last), post_style=style)
            pieces += [strip.crop(at, first), Strip(marked, last - first)]
            at = last
        return Strip.join([*pieces, strip.crop(at)])


def _as_link(address: str) -> str:
    """Escape an address for OSC 8."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~")


def selected_text(lines: Iterator[Line], selection: Selection) -> str:
    """Return the text that a selection covers, as it was written: no gutter, no bars, no labels.

    Wrapped lines are joined. A label is taken only where nothing else is selected.
    """
    covered = [(line, span) for number, line in enumerate(lines) if (span := selection.get_span(number))]
    kept = [(line, span) for line, span in covered if not line.is_label] or covered
    taken: list[str] = []
    for line, (start, end) in kept:
        if taken:
            taken.append("\n" if line.glue is None else line.glue)
        taken.append(
            line.source(max(line.margin, start - GUTTER), None if end == -1 else max(0, end - GUTTER))
        )
    return "".join(taken)
