"""The sidebar's list of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.reactive import reactive

from tui.actions import Action, bindings
from tui.domain.clean import NOTHING_TO_SEE, in_columns
from tui.domain.models import Session
from tui.domain.when import ago
from tui.widgets.line import spread
from tui.widgets.row_list import RowList, RowState
from tui.widgets.session_actions import ROW_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.binding import BindingType

OPEN_MARK, PIN_MARK, DRAFT_MARK, TROUBLE_MARK = "›", "^", "*", "!"

SESSION_MARKS = (
    (OPEN_MARK, "the session that is open"),
    (PIN_MARK, "kept at the top"),
    (DRAFT_MARK, "something is typed here and not sent"),
    (TROUBLE_MARK, "a message here failed, or may not have arrived"),
)
"""Meanings of a row's marks, for the help."""

NO_TITLE = "New session"


class SessionList(RowList[Session]):
    """List of sessions, two lines each: title and age; number of messages and the last of them."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = ROW_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ROW_ACTIONS)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "session-list--current",
        "session-list--mark",
        "session-list--trouble",
    }

    current: reactive[str | None] = reactive(None, repaint=False, init=False)
    """The id of the session that is open."""
    filtering: reactive[bool] = reactive(default=False, repaint=False, init=False)
    """Whether the filter has the focus: its keys move the cursor, which is then shown."""

    def __init__(self) -> None:
        super().__init__(row_height=2)
        self._now: datetime | None = None

    def show(self, sessions: Sequence[Session], now: datetime | None, *, from_the_top: bool) -> None:
        """Show other sessions, their ages as of ``now``; from the top, or so that nothing jumps."""
        stale, self._now = now != self._now, now
        self.set_items(sessions, keep=None if from_the_top else _id)
        if stale:
            self.redraw()

    def shows_cursor(self) -> bool:
        """Show the cursor only while keys move it: the open session has its own mark."""
        return self.has_focus or self.filtering

    def watch_current(self) -> None:
        """Mark the open session, and move a hidden cursor to it."""
        if not self.shows_cursor():
            self.move_to(
                next((i for i, item in enumerate(self.items) if item.id == self.current), self.cursor)
            )
        self.redraw()

    def watch_filtering(self) -> None:
        """Show or hide the cursor."""
        self.redraw()

    def draw_row(self, item: Session, width: int, state: RowState) -> Sequence[Content]:
        """Draw title and age over count and last line."""
        is_open = item.id == self.current
        dim = self.part("row-list--dim", state)
        name = in_columns(item.title, width) or (NOTHING_TO_SEE if item.title else "")
        title = Content(name) if name else Content.styled(NO_TITLE, dim)
        if is_open:
            title = title.stylize(self.part("session-list--current", state))
        if item.pinned:
            title = Content.assemble(
                Content.styled(PIN_MARK, self.part("session-list--mark", state)), " ", title
            )
        margin = Content.styled(OPEN_MARK if is_open else " ", self.part("session-list--current", state))
        told = (
            f"{item.message_count} · {in_columns(item.last_line, width)}"
            if item.message_count
            else "no messages"
        )
        return [
            margin + spread(title, self._right(item, state), width - 2),
            Content.assemble(" ", Content.styled(told, dim).truncate(width - 2, ellipsis=True)),
        ]

    def _right(self, item: Session, state: RowState) -> Content:
        """Return the marks for a draft and for trouble, and the age."""
        marks = Content.assemble(
            Content.styled(DRAFT_MARK if item.draft else "", self.part("session-list--mark", state)),
            Content.styled(TROUBLE_MARK if item.trouble else "", self.part("session-list--trouble", state)),
        )
        age = ago(item.updated_at, self._now) if self._now else ""
        return Content.assemble(
            marks, " " if marks else "", Content.styled(age, self.part("row-list--dim", state))
        )


def _id(session: Session) -> str:
    return session.id
