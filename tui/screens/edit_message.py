"""Dialog that changes a message that is queued, failed or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.widgets import Static

from tui.actions import DIALOG, Action, bindings
from tui.domain.clean import clean
from tui.screens.writing import WritingDialog
from tui.widgets.composer_actions import NEWLINE
from tui.widgets.composer_input import ComposerInput, text_area_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

SAVE: Action[ComposerInput] = Action(
    "message.save",
    "enter",
    "Save",
    "Queue the message so.",
    run=lambda text: text.send(),
    scope=DIALOG,
    hint=True,
)

KEEPS_ITS_PLACE = "It keeps its place in the queue, and is sent when its turn comes."


class _MessageInput(ComposerInput, inherit_bindings=False):
    """The dialog's text area: Enter saves the message."""

    SENDS = SAVE.id
    ACTIONS: ClassVar[Sequence[Action[Any]]] = (SAVE, NEWLINE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS), *text_area_keys()]


class EditMessageScreen(WritingDialog):
    """Asks for another text of a message that is not answered: the result is the text; ``None``: no change.

    ``note`` says what happens to the message then.
    """

    TITLE = "Change the message"

    def __init__(self, text: str, note: str = KEEPS_ITS_PLACE) -> None:
        super().__init__()
        self._text = clean(text)
        self._input = _MessageInput(send=self._save, edit=lambda: None, line_pasted=self._tell_line)
        self._note = Static(note, classes="muted", markup=False)

    def box(self) -> Vertical:
        """Return the text area, with the note below it."""
        return Vertical(self._input, self._note)

    def on_mount(self) -> None:
        """Show the message, with the cursor at its end."""
        super().on_mount()
        self._input.show(self._text)

    @property
    def typed(self) -> str:
        """The text as it is now."""
        return self._input.text

    def _tell_line(self, _line_breaks: int) -> None:
        self._note.update("Enter came with other input: a new line. Press Enter again to save.")

    def _save(self) -> None:
        self.dismiss(self._input.text)
