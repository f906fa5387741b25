"""Dialog with the details of one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.domain.clean import clean
from tui.screens.dialog import Dialog, ScrollBox
from tui.screens.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Sequence

PREVIEW_LIMIT = 4_000
"""Characters of the message that the dialog shows; the transcript shows all."""


class MessageDetailsScreen(Dialog[None]):
    """Shows labels with their values, and below them the message's source if it is given."""

    TITLE = "Message"

    def __init__(self, rows: Sequence[tuple[str, str]], preview: str = "") -> None:
        super().__init__()
        self._rows = rows
        self._preview = preview

    def box(self) -> ScrollBox:
        """Return the values, then the message's source."""
        parts = [
            Terms(
                [
                    (Content.styled(clean(label), "$text-muted"), Content(clean(value)))
                    for label, value in self._rows
                ]
            )
        ]
        if not self._preview:
            return ScrollBox(*parts)
        text = clean(self._preview[:PREVIEW_LIMIT])
        if len(self._preview) > PREVIEW_LIMIT:
            text += f"\n… and {len(self._preview) - PREVIEW_LIMIT:,} characters more"
        return ScrollBox(*parts, Static(Content(text), id="preview", markup=False))
