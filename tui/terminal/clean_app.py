"""What comes in as a paste and what goes to the terminal's clipboard, cleaned at the one place of each."""

from __future__ import annotations

from textual import events
from textual.app import App, ReturnType

from tui.domain.clean import clean


class CleanApp(App[ReturnType]):
    """An app with no other way in for a paste, and no other way out to the clipboard."""

    async def on_event(self, event: events.Event) -> None:
        """Clean a paste before any widget sees it: the command palette's own field takes it as it is."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)

    def copy_to_clipboard(self, text: str) -> None:
        """Send cleaned text to the terminal's clipboard (OSC 52): whoever pastes it must not be steered.

        Nothing leaves what is there as it is: a field's cut without a selection must not empty it.
        """
        if cleaned := clean(text):
            super().copy_to_clipboard(cleaned)
