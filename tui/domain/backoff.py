"""Retry policy: how long to wait between attempts, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.faults import Fault

TRIES = 5
"""Maximum automatic attempts to post a message, the first included."""

WITHIN = 120.0
"""Seconds after the first attempt within which the last one starts."""

JITTER = 0.25
"""Maximum random lengthening, as a fraction of a pause, so that clients do not retry in step."""

_PASSES = frozenset({FaultKind.AWAY, FaultKind.TOO_MANY, FaultKind.REFUSED})
"""Transient faults, often gone within seconds."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Exponential backoff, in seconds."""

    first: float
    longest: float
    factor: float = 2.0

    def pause(self, number: int) -> float:
        """Return pause ``number``, counted from 0."""
        return min(self.longest, self.first * self.factor ** min(number, 64))


@dataclass(frozen=True, slots=True)
class Pace:
    """All pauses in the delivery of a message; tests choose short ones."""

    retry: Growth = field(default=Growth(2.0, longest=60.0))
    """Between attempts at a message that was surely not taken."""
    look: Growth = field(default=Growth(1.0, longest=15.0))
    """Between lookups of a message that may have been taken."""
    store: Growth = field(default=Growth(1.0, longest=15.0))
    """Between attempts to write a known outcome to the store."""


def left_until(retry_at: datetime, now: datetime) -> float:
    """Return the seconds until the next attempt, capped at ``WITHIN``: a later time is by another clock."""
    return min(WITHIN, max(0.0, (retry_at - now).total_seconds()))


def retry_pause(fault: Fault, *, tries: int, elapsed: float, growth: Growth, chance: float) -> float | None:
    """Return the seconds until a failed message is retried automatically; ``None`` if it is not.

    Only a transient fault of a message that was surely not taken is retried: service away (503), too many
    requests (429) or connection refused. ``tries`` attempts were made, the first ``elapsed`` seconds ago;
    ``chance`` is from 0 to 1. The pause is never shorter than the service's ``Retry-After``.
    """
    if fault.kind not in _PASSES or fault.may_have_been_taken or tries >= TRIES:
        return None
    asked = growth.pause(tries - 1) if fault.retry_after is None else fault.retry_after
    pause = asked * (1 + JITTER * chance)
    return pause if elapsed + pause <= WITHIN else None
