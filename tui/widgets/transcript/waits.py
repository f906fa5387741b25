"""Waiting times of messages, which a change of the machine's clock makes no longer or shorter."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_MOST = 64
"""Waits that are remembered at most; the oldest is dropped first."""


class Waits:
    """Reads the machine's clock when a wait is first seen, and the monotonic clock from then on."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen: dict[tuple[int, datetime], tuple[datetime, float]] = {}

    def now(self, key: int, moment: datetime, now: datetime) -> datetime:
        """Return the time for a message's wait since or until ``moment``; ``now`` is the machine's."""
        ticks = self._monotonic()
        seen, began = self._seen.setdefault((key, moment), (now, ticks))
        if len(self._seen) > _MOST:
            del self._seen[next(iter(self._seen))]
        return seen + timedelta(seconds=ticks - began)
