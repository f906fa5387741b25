"""What comes in as a paste, cleaned at the one place where it does."""

from __future__ import annotations

from textual import events
from textual.app import App, ReturnType

from tui.domain.clean import clean


class CleanApp(App[ReturnType]):
    """An app with no other way in for a paste."""

    async def on_event(self, event: events.Event) -> None:
        """Clean a paste before any widget sees it: the command palette's own field takes it as it is."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)
