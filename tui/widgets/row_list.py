"""A virtual list with keys and mouse, which costs the same with ten items or ten thousand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from tui.actions import Action, HasActions, bindings
from tui.widgets.row_pane import RowMessage, RowPane, RowState
from tui.widgets.session_actions import ROW_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

__all__ = ["PAGE_BINDINGS", "RowList", "RowState"]

T = TypeVar("T")
ItemT = TypeVar("ItemT")

PAGE_BINDINGS = (
    Binding("pageup", "page_up", "Page up", show=False),
    Binding("pagedown", "page_down", "Page down", show=False),
)

_PLAIN_ACTIONS = tuple(
    replace(action, label="Choose", help="Choose this row.") if action.id == "list.open" else action
    for action in ROW_ACTIONS
)


class RowList(HasActions, RowPane[T], can_focus=True, inherit_bindings=False):
    """A virtual list of items, each a row of ``row_height`` lines (1 to 3).

    A subclass implements ``draw_row``. The first cell of every row belongs to the list: it shows the cursor's
    mark.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = _PLAIN_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(_PLAIN_ACTIONS), *PAGE_BINDINGS]

    @dataclass
    class Selected(RowMessage[ItemT]):
        """An item was chosen, by Enter or by a click."""

        item: ItemT

    def cursor_down(self) -> None:
        """Go to the next row."""
        self.move_to(self.cursor + 1)

    def cursor_up(self) -> None:
        """Go to the row before."""
        self.move_to(self.cursor - 1)

    def first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def last(self) -> None:
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

    def select(self) -> None:
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
            self.select()
