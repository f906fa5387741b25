"""Scroll positions of a list of rows, computed without a terminal, in lines or rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowView:
    """The view of a list: its first line, its height, the height of a row, and the cursor's row."""

    top: int
    height: int
    row_height: int
    cursor: int

    @property
    def rows(self) -> range:
        """The rows in view, wholly or in part; it may reach past the last row."""
        if self.height <= 0:
            return range(0)
        return range(self.top // self.row_height, -(-(self.top + self.height) // self.row_height))

    def showing(self, row: int) -> int:
        """Return the nearest top line at which ``row`` is wholly in view, or at least its start."""
        start = row * self.row_height
        least = start + self.row_height - max(self.height, self.row_height)
        return max(least, min(self.top, start))


def steady(view: RowView, before: Sequence[T], after: Sequence[T], key: Callable[[T], Hashable]) -> RowView:
    """Return the view of ``after`` in which nothing jumps for a person who saw ``before``.

    The cursor stays on the item with the same key, or at its row if that item is gone. A view at the
    top stays at the top, so that new items show; else the row under the cursor keeps its place on the
    screen, or, if that is out of view, the first row in view. A cursor that was in view stays in view.
    """
    if not before or not after:
        return RowView(0, view.height, view.row_height, 0)
    found = _row_of(after, key, key(before[view.cursor]))
    in_view = view.cursor in view.rows
    top = view.top
    if top > 0:
        # Scroll by as many rows as the row that holds still has moved in the list.
        held = view.cursor if in_view and found is not None else min(view.rows.start, len(before) - 1)
        place = _row_of(after, key, key(before[held]))
        top += 0 if place is None else (place - held) * view.row_height
    cursor = min(view.cursor, len(after) - 1) if found is None else found
    moved = RowView(max(0, top), view.height, view.row_height, cursor)
    return RowView(moved.showing(cursor), view.height, view.row_height, cursor) if in_view else moved


def _row_of(items: Sequence[T], key: Callable[[T], Hashable], wanted: Hashable) -> int | None:
    return next((row for row, item in enumerate(items) if key(item) == wanted), None)
