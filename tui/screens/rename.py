"""Giving a session a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import Static

from tui.domain.clean import one_line
from tui.screens.dialog import ACCEPT
from tui.screens.writing import WritingDialog
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.binding import BindingType


class RenameScreen(WritingDialog):
    """Asks for a session's name: the result is the name, empty for the automatic one; ``None``: no change."""

    TITLE = "Rename the session"
    BINDINGS: ClassVar[list[BindingType]] = [replace(ACCEPT, label="Rename").binding()]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = one_line(title)

    def box(self) -> Vertical:
        """The name, and what an empty one means."""
        field = TextField(placeholder="The first question")
        field.value = self._title
        return Vertical(
            field,
            Static(
                "Leave it empty for the automatic title, the first question.", classes="muted", markup=False
            ),
        )

    @property
    def typed(self) -> str:
        """The name as it is now."""
        return self.query_one(TextField).value

    def action_accept(self) -> None:
        """Give the name."""
        self.dismiss(self.typed.strip())
