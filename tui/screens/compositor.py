"""Compositor of the main screen, which renders only the rows that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region

from tui.textual_internals.painting import Compositor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.geometry import Size
    from textual.strip import Strip
    from textual.widget import Widget

    from tui.textual_internals.painting import CompositorMap, ReflowResult


class FrugalCompositor(Compositor):
    """Renders only the changed rows of the widgets that are visible there.

    Textual's compositor renders every widget whose container touches the change as a whole, the screen and
    covered widgets included: half of the processor time of a reveal, in which a few cells change at a time.

    It also sends every widget its size. Textual's compositor compares a new layout with its map of the last
    one, which it makes anew when a region is asked for in between: a widget that came into view by then looks
    as if it had its size already.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: CompositorMap = {}
        """The layout whose sizes were sent to the widgets."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out all widgets, and return what is hidden, shown and resized since sizes were last sent."""
        self._full_map = self._told
        result = super().reflow(parent, size)
        self._told = self._full_map
        return result

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield region, clip and strips of the widgets in ``crop``, front to back, until it is covered."""
        if crop is None:
            yield from super()._get_renders()
            return
        rows = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(rows)
            if seen and seen.overlaps(crop):
                yield region, seen, widget.render_lines(seen.translate(-region.offset))
                if seen.contains_region(crop):
                    return
