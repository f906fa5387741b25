"""Stands in until the knowledge is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tui.sandbox.state import StoredMessage

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation."""

    session_id: str
    website_id: int

    def messages(self, now: datetime) -> list[StoredMessage]:
        """Messages."""
        return [
            StoredMessage("user", "Are you open on Sunday?", now - timedelta(hours=3)),
            StoredMessage("assistant", "Yes, from nine to two.", now - timedelta(hours=3, seconds=-4)),
        ]


def bundled_conversations() -> list[Conversation]:
    """All."""
    return [Conversation("visitor-3f9c2a71", 1)]
