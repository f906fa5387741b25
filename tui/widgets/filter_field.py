"""The sidebar's filter field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tui.actions import Action, HasActions, bindings
from tui.widgets.session_actions import FILTER_ACTIONS
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from tui.widgets.session_list import SessionList


class FilterField(HasActions, TextField):
    """Filters the list by what is typed; Enter and the arrow keys act on the list."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = FILTER_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FILTER_ACTIONS)]

    def __init__(self, sessions: SessionList) -> None:
        super().__init__(placeholder="Title, text or id")
        self.rows = sessions

    def on_focus(self) -> None:
        """Show the list's cursor: Enter opens its row from here."""
        self.rows.filtering = True

    def on_blur(self) -> None:
        """Hide the list's cursor again."""
        self.rows.filtering = False
