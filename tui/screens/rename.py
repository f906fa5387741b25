"""Dialog that renames a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.widgets import Static

from tui.actions import Action, bindings
from tui.domain.clean import one_line
from tui.screens.dialog import CLOSE, accepting
from tui.screens.writing import WritingDialog
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType


class RenameScreen(WritingDialog):
    """Asks for a session's name: the result is the name, empty for the automatic one; ``None``: no change."""

    TITLE = "Rename the session"
    ACTIONS: ClassVar[Sequence[Action[Any]]] = (CLOSE, accepting("Rename"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = one_line(title)

    def box(self) -> Vertical:
        """Return the field, with a note on what an empty name means."""
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

    def accept(self) -> None:
        """End with the name."""
        self.dismiss(self.typed.strip())
