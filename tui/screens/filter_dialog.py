"""A dialog to find one of many: what is typed narrows a list, and the typing never loses the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.containers import Vertical
from textual.content import Content

from tui.actions import DIALOG, Action, bindings
from tui.domain.search import marks
from tui.screens.dialog import CLOSE, Dialog, ResultT, accepting
from tui.widgets.row_list import RowList, RowState
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.geometry import Size

ItemT = TypeVar("ItemT")

NOTHING = "There is no row to choose."
ROW_HEIGHT = 2
"""Lines a row."""

MOVE_ACTIONS: tuple[Action[FilterDialog[Any, Any]], ...] = (
    Action(
        "pick.next",
        "down",
        "Next",
        "Go to the next row.",
        run=lambda dialog: dialog.move(1),
        scope=DIALOG,
        priority=True,
    ),
    Action(
        "pick.previous",
        "up",
        "Previous",
        "Go to the row before.",
        run=lambda dialog: dialog.move(-1),
        scope=DIALOG,
        priority=True,
    ),
    Action(
        "pick.page_down",
        "pagedown",
        "Page down",
        "Go on by a page.",
        run=lambda dialog: dialog.page(1),
        scope=DIALOG,
        priority=True,
    ),
    Action(
        "pick.page_up",
        "pageup",
        "Page up",
        "Go back by a page.",
        run=lambda dialog: dialog.page(-1),
        scope=DIALOG,
        priority=True,
    ),
)
"""They move in the list while the typing goes on."""


class FilterRows(RowList[ItemT], can_focus=False):
    """The rows of such a dialog, with ``room`` for a number of them, so that narrowing moves nothing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"filter-rows--match"}
    """Characters that answer what was typed."""

    def __init__(self, items: Sequence[ItemT], *, room: int, empty_text: str) -> None:
        super().__init__(items, row_height=ROW_HEIGHT, empty_text=empty_text)
        self._room = room
        self._sought = ""

    def show(self, sought: str, items: Sequence[ItemT]) -> None:
        """Show the items that answer what is ``sought``.

        The cursor is on the first, unless a person has moved it and only more was found for the same.
        """
        moved = sought == self._sought and self.cursor > 0
        self._sought = sought
        self.set_items(items, keep=(lambda item: item) if moved else None)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The height of the rows that there is room for."""
        return self._room * ROW_HEIGHT

    def marked(self, text: str, state: RowState) -> Content:
        """A text with the characters marked that answer what is sought."""
        content, style = Content(text), self.part("filter-rows--match", state)
        for start, end in marks(self._sought, text):
            content = content.stylize(style, start, end)
        return content


def picking(label: str) -> tuple[Action[Any], ...]:
    """The actions of such a dialog; ``label`` is what it does with a row, in a word."""
    return (CLOSE, *MOVE_ACTIONS, accepting(label, lambda dialog: "" if dialog.rows.items else NOTHING))


class FilterDialog(Dialog[ResultT], Generic[ResultT, ItemT]):
    """A line to type in above a list: a subclass binds ``picking`` and answers ``narrow`` and ``pick``."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = (CLOSE, *MOVE_ACTIONS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVE_ACTIONS)]
    PLACEHOLDER: ClassVar[str] = ""

    def __init__(self, rows: FilterRows[ItemT]) -> None:
        super().__init__()
        self.rows = rows

    def narrow(self, query: str) -> None:
        """Have what answers ``query`` shown (``show_rows``)."""
        raise NotImplementedError

    def show_rows(self, query: str, items: Sequence[ItemT]) -> None:
        """Show what answers ``query``."""
        self.rows.show(query, items)
        self.refresh_bindings()

    def pick(self, item: ItemT) -> None:
        """End with ``item``."""
        raise NotImplementedError

    def box(self) -> Vertical:
        """The line and the list."""
        return Vertical(TextField(placeholder=self.PLACEHOLDER), self.rows)

    @property
    def query_text(self) -> str:
        """What is typed, without space around it."""
        return self.query_one(TextField).value.strip()

    def count(self, words: str) -> None:
        """Say how many there are, beside the title."""
        box = self.query_one(".dialog--box")
        box.border_title = Content(f"{self.title} · {words}" if words else self.title or "")

    @on(TextField.Changed)
    def narrow_to_typed(self) -> None:
        """Narrow the list."""
        self.narrow(self.query_text)

    @on(RowList.Selected)
    def pick_clicked(self, event: RowList.Selected[ItemT]) -> None:
        """Take the row that was clicked."""
        self.pick(event.item)

    def accept(self) -> None:
        """Take the row with the cursor, if there is one."""
        item = self.rows.highlighted
        if item is not None:
            self.pick(item)

    def move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.rows.move_to(self.rows.cursor + step)

    def page(self, step: int) -> None:
        """Move the cursor by pages."""
        if step > 0:
            self.rows.action_page_down()
        else:
            self.rows.action_page_up()
