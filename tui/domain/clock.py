"""The clock that every part is given which has to know the time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and measures how much of it goes by."""

    def now(self) -> datetime:
        """Tell the present moment, aware, in UTC. A person may set it back or forth."""
        ...

    def monotonic(self) -> float:
        """Count seconds since any start, whatever the present moment is set to."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Tell the present moment by the wall clock."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Count seconds by the monotonic clock."""
        return time.monotonic()


SYSTEM_CLOCK = SystemClock()
"""For those who compose the program; every other part is given a clock."""
