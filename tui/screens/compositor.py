"""Textual's compositor, asked for no more than what changed."""

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
    """Renders the rows that changed, of the widgets that are seen there.

    Textual's own has every widget whose container touches the change rendered whole, the screen and what
    lies covered included: half of the processor time of a reveal, in which a few cells change at a time.

    It also tells every widget of its size. Textual's own compares a new layout with the map of the last one,
    which it makes anew where somebody asks for a region in between: what came into view by then looks as if
    it had been told already.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: CompositorMap = {}
        """The layout that the widgets were told of."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out everything, and return what is hidden, shown and resized since the widgets were told."""
        self._full_map = self._told
        result = super().reflow(parent, size)
        self._told = self._full_map
        return result

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield region, clip and strips of what lies in ``crop``, front to back, until that is covered."""
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
