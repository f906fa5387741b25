"""Cleaning of pastes, at the one place where they arrive."""

from __future__ import annotations

from textual import events
from textual.app import App, ReturnType

from tui.domain.clean import clean


class CleanApp(App[ReturnType]):
    """An app in which every paste is cleaned before a widget gets it."""

    async def on_event(self, event: events.Event) -> None:
        """Clean a paste before any widget sees it: Textual's own fields take it as it is."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)
