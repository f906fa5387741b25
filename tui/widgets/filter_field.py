"""The line that narrows a list to what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.actions import Action, Scope, bindings
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.binding import BindingType

    from tui.widgets.session_list import SessionList

FILTER_ACTIONS = (
    Action("filter.open", "select", "enter", "Open", "Open this session.", Scope.SIDEBAR, hint=True),
    Action("filter.next", "cursor_down", "down", "Next", "Go to the next row.", Scope.SIDEBAR),
    Action("filter.previous", "cursor_up", "up", "Previous", "Go to the row before.", Scope.SIDEBAR),
)
"""The keys of the filter that act on the list: not the list's own, since letters are typed here."""


class FilterField(TextField):
    """What narrows the list; the keys that are not for typing act on the list."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FILTER_ACTIONS)]

    def __init__(self, sessions: SessionList) -> None:
        super().__init__(placeholder="Title, text or id")
        self._sessions = sessions

    def on_focus(self) -> None:
        """Show the list's cursor: Enter opens it from here."""
        self._sessions.filtering = True

    def on_blur(self) -> None:
        """Hide the list's cursor again."""
        self._sessions.filtering = False

    def action_select(self) -> None:
        """Open the session with the cursor."""
        self._sessions.action_select()

    def action_cursor_down(self) -> None:
        """Go to the next row."""
        self._sessions.action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go to the row before."""
        self._sessions.action_cursor_up()
