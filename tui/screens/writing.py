"""Dialogs in which words are typed."""

from __future__ import annotations

from tui.screens.dialog import Dialog


class WritingDialog(Dialog[str | None]):
    """A dialog whose result is a text; what is typed can be asked for before it is accepted."""

    @property
    def typed(self) -> str:
        """What is typed so far."""
        raise NotImplementedError
