"""Dialog that asks before a long text is pasted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.widgets import Static

from tui.actions import Action, bindings
from tui.domain.clean import clean
from tui.screens.dialog import CLOSE, Dialog, ScrollBox, accepting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

FIRST_LINES = 4
"""Lines of the text that the dialog shows."""
WIDEST = 200
"""Characters of each line that the dialog shows."""


class PasteScreen(Dialog[bool]):
    """Asks whether to paste a text into the composer: the result is ``True``; ``None``: leave it out."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = (accepting("Paste"), replace(CLOSE, label="Leave it out"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = clean(text)
        self._lines = self._text.rstrip("\n").count("\n") + 1
        self.title = f"Paste {self._lines:,} line{'s' if self._lines > 1 else ''}?"

    def box(self) -> ScrollBox:
        """Return the text's size and its first lines."""
        first = [line[:WIDEST].expandtabs(4) for line in self._text.split("\n", FIRST_LINES)[:FIRST_LINES]]
        if self._lines > FIRST_LINES:
            first.append("…")
        return ScrollBox(
            Static(f"{len(self._text):,} characters. Nothing is sent yet.", classes="muted", markup=False),
            Static(Content("\n".join(first)), id="beginning", markup=False),
        )

    def accept(self) -> None:
        """End with ``True``."""
        self.dismiss(result=True)
