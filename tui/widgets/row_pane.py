"""The pane of a virtual list: it holds items and draws only those in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.line import CURSOR_MARK, changed_regions, ground_style, to_strip
from tui.widgets.row_scroll import RowView, steady

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from textual.style import Style

T = TypeVar("T")
ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True)
class RowState:
    """State of a row: its index and whether it has the cursor."""

    index: int
    cursor: bool
    """Whether the cursor is on it, and shown."""


@dataclass(frozen=True, slots=True)
class _DrawnRow:
    item: object
    width: int
    state: RowState
    strips: tuple[Strip, ...]


@dataclass
class RowMessage(Message, Generic[ItemT]):
    """Base of a list's messages."""

    row_list: RowPane[ItemT]

    @property
    def control(self) -> RowPane[ItemT]:
        """The list that sent the message."""
        return self.row_list


class RowPane(ScrollView, Generic[T], inherit_bindings=False):
    """Shows items as rows of ``row_height`` lines (1 to 3), one with the cursor; without keys and mouse."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", "row-list--dim", "row-list--strong"}
    """The row with the cursor; fainter parts of a row; parts that stand out."""

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The index of the row with the cursor; 0 in an empty list. ``move_to`` brings it into view too."""
    empty_text: reactive[str] = reactive("", init=False)
    """Text shown while there are no items: plain, wrapped to the width."""

    @dataclass
    class Highlighted(RowMessage[ItemT]):
        """The cursor moved to another item."""

        item: ItemT

    @dataclass
    class VisibleChanged(RowMessage[ItemT]):
        """Other items than before are in view, wholly or in part."""

        items: tuple[ItemT, ...]

    def __init__(
        self,
        items: Sequence[T] = (),
        *,
        row_height: int = 1,
        empty_text: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.row_height = row_height
        self._items: Sequence[T] = items
        self._drawn: LRUCache[int, _DrawnRow] = LRUCache(256)
        self._painted: dict[int, Strip] = {}
        self._seen: tuple[T, ...] = ()
        self._height = 0
        self.set_reactive(RowPane.empty_text, empty_text)

    # What a subclass implements or overrides

    def draw_row(self, item: T, width: int, state: RowState) -> Sequence[Content]:
        """Draw an item in ``width`` cells: one ``Content`` for each line, at most ``row_height`` of them.

        The result is cached while item, width and state stay equal; call ``redraw`` when anything else that
        it depends on changes. Foreign text must have been cleaned. Longer lines are cut with ``…``.
        """
        raise NotImplementedError

    def shows_cursor(self) -> bool:
        """Whether the cursor is drawn; by default also without the focus, as beside a filter's field."""
        return True

    def part(self, name: str, state: RowState) -> Style:
        """Return the style of a part of a row (a component class); under the cursor all have its colours."""
        style = self.get_visual_style(name, partial=True)
        return style.without_color if state.cursor else style

    # Items

    @property
    def items(self) -> Sequence[T]:
        """All items."""
        return self._items

    @property
    def highlighted(self) -> T | None:
        """The item with the cursor; ``None`` in an empty list."""
        return self._items[self.cursor] if self._items else None

    @property
    def visible_items(self) -> tuple[T, ...]:
        """The items in view, wholly or in part."""
        rows = self._view.rows
        return tuple(self._items[rows.start : rows.stop])

    def set_items(self, items: Sequence[T], *, keep: Callable[[T], Hashable] | None = None) -> None:
        """Show other items, from the top; with ``keep``, which gives an item's key, the view holds still.

        See ``row_scroll.steady`` for what holds still.
        """
        before = self.highlighted
        view = RowView(0, self._height, self.row_height, 0)
        if keep is not None:
            view = steady(self._view, self._items, items, keep)
        if bool(items) != bool(self._items):
            self.refresh_bindings()
        self._items = items
        self.set_reactive(RowPane.cursor, view.cursor)
        self.virtual_size = Size(0, len(items) * self.row_height)
        self.scroll_to(y=view.top, animate=False, force=True)
        self._repaint_changed()
        self._tell_visible()
        if items and items[view.cursor] != before:
            self.post_message(self.Highlighted(self, items[view.cursor]))

    def redraw(self) -> None:
        """Redraw all rows: something other than their items has changed."""
        self._drawn.clear()
        self._repaint_changed()

    # Moving

    def move_to(self, index: int) -> None:
        """Move the cursor to a row, clamped to the list, and scroll it into view."""
        if self._items:
            self.cursor = max(0, min(index, len(self._items) - 1))
            self.scroll_to(y=self._view.showing(self.cursor), animate=False, force=True)

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows, and post ``Highlighted``."""
        for index in (old, new):
            self.refresh_lines(index * self.row_height, self.row_height)
        if self._items:
            self.post_message(self.Highlighted(self, self._items[new]))

    # Painting

    @property
    def _view(self) -> RowView:
        return RowView(self.scroll_offset.y, self._height, self.row_height, self.cursor)

    def on_mount(self) -> None:
        """Set the scrollable height for the items given at construction."""
        self.virtual_size = Size(0, len(self._items) * self.row_height)

    def on_resize(self) -> None:
        """Keep the cursor in view if it was in view."""
        followed = self._height == 0 or self.cursor in self._view.rows
        self._height = self.scrollable_content_region.height
        self._painted.clear()
        if followed and self._items:
            self.scroll_to(y=self._view.showing(self.cursor), animate=False, force=True)
        self._tell_visible()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post the items that came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_visible()

    def watch_empty_text(self) -> None:
        """Repaint the empty list."""
        self._repaint_changed()

    def notify_style_update(self) -> None:
        """Drop cached rows in the old colours."""
        self._drawn.clear()
        super().notify_style_update()

    def _tell_visible(self) -> None:
        visible = self.visible_items
        if visible != self._seen:
            self._seen = visible
            self.post_message(self.VisibleChanged(self, visible))

    def _repaint_changed(self) -> None:
        """Repaint only the cells that differ from the last painting."""
        lines = range(self._height)
        blank = Strip([])
        before = [self._painted.get(y, blank) for y in lines]
        for region in changed_regions(before, [self.render_line(y) for y in lines]):
            self.refresh(region.translate((self.gutter.left, self.gutter.top)))

    def render_line(self, y: int) -> Strip:
        """Paint a line of what is in view."""
        line = self._line(y, self.scrollable_content_region.width)
        self._painted[y] = line
        return line

    def _line(self, y: int, width: int) -> Strip:
        index, part = divmod(y + self.scroll_offset.y, self.row_height)
        if index < len(self._items):
            return self._row(index, width)[part]
        if self._items or not self.empty_text:
            return Strip.blank(width, self.visual_style.rich_style)
        words = Content(self.empty_text).wrap(max(1, width - 2))
        text = (
            Content.assemble(" ", words[y].stylize(self.part("row-list--dim", RowState(0, cursor=False))))
            if y < len(words)
            else Content("")
        )
        return to_strip(text, self.visual_style, width)

    def _row(self, index: int, width: int) -> tuple[Strip, ...]:
        item, state = self._items[index], RowState(index, cursor=index == self.cursor and self.shows_cursor())
        drawn = self._drawn.get(index)
        if drawn is None or (drawn.item, drawn.width, drawn.state) != (item, width, state):
            drawn = _DrawnRow(item, width, state, self._draw(item, width, state))
            self._drawn[index] = drawn
        return drawn.strips

    def _draw(self, item: T, width: int, state: RowState) -> tuple[Strip, ...]:
        base = ground_style(self, "row-list--cursor") if state.cursor else self.visual_style
        mark = Content(CURSOR_MARK if state.cursor else " ")
        lines = [*self.draw_row(item, width - 1, state), *[Content("")] * self.row_height]
        return tuple(to_strip(mark + line, base, width) for line in lines[: self.row_height])
