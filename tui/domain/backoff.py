"""How long to wait before something is tried again, and when to stop trying."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.faults import Fault

TRIES = 5
"""How often a message is posted by itself at most, the first time included."""

WITHIN = 120.0
"""Seconds after the first try in which the last one begins."""

JITTER = 0.25
"""The part of a pause by which chance may lengthen it, so that many clients do not come back at once."""

_PASSES = frozenset({FaultKind.AWAY, FaultKind.TOO_MANY, FaultKind.REFUSED})
"""Faults that pass by themselves, often within seconds."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Pauses that grow, in seconds."""

    first: float
    longest: float
    factor: float = 2.0

    def pause(self, number: int) -> float:
        """The pause of that number, counted from 0."""
        return min(self.longest, self.first * self.factor ** min(number, 64))


@dataclass(frozen=True, slots=True)
class Pace:
    """Every pause of a message on its way; tests choose short ones."""

    retry: Growth = field(default=Growth(2.0, longest=60.0))
    """Between tries of a message that was surely not taken."""
    look: Growth = field(default=Growth(1.0, longest=15.0))
    """Between looks for a message that may have been taken."""
    store: Growth = field(default=Growth(1.0, longest=15.0))
    """Between tries to write down what is known already."""


def left_until(retry_at: datetime, now: datetime) -> float:
    """Seconds until a message is tried again; a time beyond the longest pause is one of another clock."""
    return min(WITHIN, max(0.0, (retry_at - now).total_seconds()))


def retry_pause(fault: Fault, *, tries: int, elapsed: float, growth: Growth, chance: float) -> float | None:
    """Seconds until a message that failed is tried again by itself; ``None`` if it is not.

    Only what passes by itself and was surely not taken is tried again: a service that is away (503), was
    asked too often (429) or does not listen. ``tries`` have been made, the first of them ``elapsed`` seconds
    ago; ``chance`` is from 0 to 1. What the service asks for (``Retry-After``) is never undercut.
    """
    if fault.kind not in _PASSES or fault.may_have_been_taken or tries >= TRIES:
        return None
    asked = growth.pause(tries - 1) if fault.retry_after is None else fault.retry_after
    pause = asked * (1 + JITTER * chance)
    return pause if elapsed + pause <= WITHIN else None
