"""A widget of one line, which repaints only the cells that changed; and helpers for such lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence


CURSOR_MARK = "▌"
"""In the first cell of what has the cursor, which so shows without colour too."""


def spread(left: Content, right: Content, width: int) -> Content:
    """Place ``left`` and ``right`` at the two ends of ``width`` cells; ``left`` is cut with ``…`` if need be.

    ``right`` is left out where less than a third of the line would remain for ``left``.
    """
    room = width - right.cell_length - 1
    if not right or room < width // 3:
        return left.truncate(width, ellipsis=True)
    kept = left.truncate(room, ellipsis=True)
    return Content.assemble(kept, " " * (width - kept.cell_length - right.cell_length), right)


def to_strip(content: Content, base: Style, width: int) -> Strip:
    """Paint ``content`` over ``base`` as a strip of exactly ``width`` cells, shortened with ``…``."""
    fitted = content.truncate(width, ellipsis=True)
    strip = Strip(fitted.render_segments(base), fitted.cell_length)
    return strip.adjust_cell_length(width, base.rich_style)


def ground_style(widget: Widget, name: str) -> Style:
    """Return a component class's style on the widget's background, with *reverse*, which Textual omits."""
    reverse = widget.get_component_styles(name).text_style.reverse
    return widget.get_visual_style(name) + Style(reverse=reverse)


def changed_span(before: Strip, after: Strip) -> tuple[int, int] | None:
    """Return the cells, from and up to, in which two strips of a line differ; ``None`` if equal."""
    old, new = _cells(before), _cells(after)
    if old == new:
        return None
    shortest = min(len(old), len(new))
    start = next((x for x in range(shortest) if old[x] != new[x]), shortest)
    end = max(len(old), len(new))
    if len(old) == len(new):
        while end > start and old[end - 1] == new[end - 1]:
            end -= 1
    return start, end


def _cells(strip: Strip) -> list[object]:
    """Return a value for each cell; values are equal where the cells look equal.

    The cells of a run that is not ASCII are compared as a whole, together with the cell before it: the run
    may begin with a mark that joins what precedes it.
    """
    cells: list[object] = []
    for text, style, _control in strip:
        if text.isascii():
            cells.extend((character, style) for character in text)
        else:
            if cells:
                cells[-1] = (cells[-1], text)
            cells.extend([(text, style)] * cell_len(text))
    return cells


def changed_regions(before: Sequence[Strip], after: Sequence[Strip]) -> list[Region]:
    """Return the regions of a widget's content that differ between two paintings of its lines."""
    regions: list[Region] = []
    for y, strip in enumerate(after):
        span = changed_span(before[y], strip) if y < len(before) else (0, strip.cell_length)
        if span is not None:
            regions.append(Region(span[0], y, span[1] - span[0], 1))
    return regions


class Line(Widget):
    """A widget of one line: a subclass implements ``draw``, and calls ``redraw`` when it may differ."""

    ALLOW_SELECT = False

    _painted: Strip | None = None

    def draw(self, width: int) -> Content:
        """Return the line's content in ``width`` cells."""
        raise NotImplementedError

    def part(self, name: str) -> Style:
        """Return the style of a component class, to be laid over the line's own."""
        return self.get_visual_style(name, partial=True)

    def redraw(self) -> None:
        """Repaint only the cells that differ from the last painting."""
        if self._painted is None or self.size.height == 0:
            return
        before, after = self._painted, self.render_line(0)
        left = self.gutter.left
        for region in changed_regions([before], [after]):
            self.refresh(region.translate((left, self.gutter.top)))

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width = self.content_size.width
        if y > 0:
            return Strip.blank(width, self.visual_style.rich_style)
        self._painted = to_strip(self.draw(width), self.visual_style, width)
        return self._painted
