"""Base of dialogs in which a text is typed."""

from __future__ import annotations

from tui.screens.dialog import Dialog


class WritingDialog(Dialog[str | None]):
    """A dialog whose result is a text; ``typed`` gives it before it is accepted, to be saved."""

    @property
    def typed(self) -> str:
        """What is typed so far."""
        raise NotImplementedError
