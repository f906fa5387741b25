"""Base of dialogs that filter a list by what is typed; the field keeps the focus."""

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
"""Keys that move the list's cursor while the field has the focus."""


class FilterRows(RowList[ItemT], can_focus=False):
    """The dialog's list; its height is fixed at ``room`` rows, so that filtering moves nothing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"filter-rows--match"}
    """Characters that match what was typed."""

    def __init__(self, items: Sequence[ItemT], *, room: int, empty_text: str) -> None:
        super().__init__(items, row_height=ROW_HEIGHT, empty_text=empty_text)
        self._room = room
        self._sought = ""

    def show(self, sought: str, items: Sequence[ItemT]) -> None:
        """Show the items that match ``sought``.

        The cursor goes to the first, unless the person has moved it and more was found for the same text.
        """
        moved = sought == self._sought and self.cursor > 0
        self._sought = sought
        self.set_items(items, keep=(lambda item: item) if moved else None)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of ``room`` rows."""
        return self._room * ROW_HEIGHT

    def marked(self, text: str, state: RowState) -> Content:
        """Mark the characters of a text that match what is typed."""
        content, style = Content(text), self.part("filter-rows--match", state)
        for start, end in marks(self._sought, text):
            content = content.stylize(style, start, end)
        return content


def picking(label: str) -> tuple[Action[Any], ...]:
    """Make the actions of such a dialog; ``label`` says what it does with a row, in a word."""
    return (CLOSE, *MOVE_ACTIONS, accepting(label, lambda dialog: "" if dialog.rows.items else NOTHING))


class FilterDialog(Dialog[ResultT], Generic[ResultT, ItemT]):
    """A field above a list: a subclass binds ``picking`` and implements ``narrow`` and ``pick``."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = (CLOSE, *MOVE_ACTIONS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVE_ACTIONS)]
    PLACEHOLDER: ClassVar[str] = ""

    def __init__(self, rows: FilterRows[ItemT]) -> None:
        super().__init__()
        self.rows = rows

    def narrow(self, query: str) -> None:
        """Find what matches ``query``, and show it with ``show_rows``."""
        raise NotImplementedError

    def show_rows(self, query: str, items: Sequence[ItemT]) -> None:
        """Show the items that match ``query``."""
        self.rows.show(query, items)
        self.refresh_bindings()

    def pick(self, item: ItemT) -> None:
        """End with ``item``."""
        raise NotImplementedError

    def box(self) -> Vertical:
        """Return the field and the list."""
        return Vertical(TextField(placeholder=self.PLACEHOLDER), self.rows)

    @property
    def query_text(self) -> str:
        """What is typed, without space around it."""
        return self.query_one(TextField).value.strip()

    def count(self, words: str) -> None:
        """Show a count beside the title."""
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
