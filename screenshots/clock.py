"""The one clock of a picture: it stands still, and time passes only where a scene says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 2, 11, 14, 20, tzinfo=UTC)
"""On the day that the sandbox's conversations with dates in them were written for."""


class Clock:
    """Shows one moment until it is put forward."""

    def __init__(self) -> None:
        self._moment = START

    def now(self) -> datetime:
        """The moment, aware."""
        return self._moment

    def monotonic(self) -> float:
        """Seconds since the start."""
        return (self._moment - START).total_seconds()

    def forward(self, seconds: float) -> None:
        """Put it forward."""
        self._moment += timedelta(seconds=seconds)
