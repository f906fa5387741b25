"""The clock that is injected into every part that needs the time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Source of wall-clock time and of monotonic time."""

    def now(self) -> datetime:
        """Return the wall-clock time, aware, in UTC. It may be set back or forward."""
        ...

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start, unaffected by changes of the wall clock."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The system clock of this machine."""

    def now(self) -> datetime:
        """Return the wall-clock time, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the seconds of the monotonic clock."""
        return time.monotonic()


SYSTEM_CLOCK = SystemClock()
"""For the composition roots only; every other part is given a clock."""
