"""A clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tui.domain.clock import SYSTEM_CLOCK

if TYPE_CHECKING:
    from datetime import datetime


@dataclass
class MovedClock:
    """This machine's clock, put forward."""

    ahead: float = 0.0
    """Seconds."""

    def now(self) -> datetime:
        return SYSTEM_CLOCK.now() + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        return SYSTEM_CLOCK.monotonic() + self.ahead
