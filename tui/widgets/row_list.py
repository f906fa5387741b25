"""A list that costs the same with ten items or ten thousand, for keys and mouse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from tui.actions import SIDEBAR_ACTIONS, bindings
from tui.widgets.row_pane import RowMessage, RowPane, RowState

if TYPE_CHECKING:
    from textual import events

__all__ = ["PAGE_BINDINGS", "RowList", "RowState"]

T = TypeVar("T")
ItemT = TypeVar("ItemT")

PAGE_BINDINGS = (
    Binding("pageup", "page_up", "Page up", show=False),
    Binding("pagedown", "page_down", "Page down", show=False),
)

_MOVES = ("list.next", "list.previous", "list.first", "list.last")
_PLAIN_ACTIONS = [
    replace(action, label="Choose", help="Choose this row.") if action.id == "list.open" else action
    for action in SIDEBAR_ACTIONS
    if action.id in {"list.open", *_MOVES}
]


class RowList(RowPane[T], can_focus=True, inherit_bindings=False):
    """A virtual list of items, each a row of ``row_height`` lines (1 to 3).

    A subclass says how an item looks (``draw_row``). The first cell of every row is the list's own: it
    holds the cursor's mark.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(_PLAIN_ACTIONS), *PAGE_BINDINGS]

    @dataclass
    class Selected(RowMessage[ItemT]):
        """An item was chosen, by Enter or by a click."""

        item: ItemT

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to choose only where there is a row."""
        return bool(self._items) if action == "select" else True

    def action_cursor_down(self) -> None:
        """Go to the next row."""
        self.move_to(self.cursor + 1)

    def action_cursor_up(self) -> None:
        """Go to the row before."""
        self.move_to(self.cursor - 1)

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(len(self._items) - 1)

    def action_page_up(self) -> None:
        """Go back by the rows in view, less one."""
        self.move_to(self.cursor - self._page)

    def action_page_down(self) -> None:
        """Go on by the rows in view, less one."""
        self.move_to(self.cursor + self._page)

    @property
    def _page(self) -> int:
        return max(1, self._height // self.row_height - 1)

    def action_select(self) -> None:
        """Choose the row with the cursor."""
        if self._items:
            self.post_message(self.Selected(self, self._items[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = (offset.y + self.scroll_offset.y) // self.row_height
        if index < len(self._items):
            self.move_to(index)
            self.action_select()
