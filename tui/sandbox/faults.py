"""Simulated faults, to test how a client handles them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SLOW_SECONDS = 10.0
"""Seconds by which a slow answer is delayed."""


class FaultKind(StrEnum):
    """Fault of a message."""

    AWAY = "503"
    """The service is unavailable; the message is not taken."""
    RESET_BEFORE = "reset-before"
    """The connection is reset; the message is not taken."""
    RESET_AFTER = "reset-after"
    """The message is taken and answered; the connection is reset instead of sending the answer."""
    SLOW = "slow"
    """The answer takes ``SLOW_SECONDS`` longer."""
    HANG = "hang"
    """The connection stays open and silent; the message is not taken."""
    BAD_JSON = "bad-json"
    """The message is taken and answered; only half of the answer's JSON is sent."""


class FaultError(ValueError):
    """The faults are invalid; the text is a sentence to show."""


@dataclass(frozen=True, slots=True)
class FaultRate:
    """Fault, and the share of all messages that get it, from 0 to 1."""

    kind: FaultKind
    rate: float


def parse_fault(text: str) -> FaultRate:
    """Parse ``KIND:RATE``, such as ``503:0.2``.

    Raises:
        FaultError: if it is not of that form.
    """
    kind, _, rate = text.partition(":")
    if kind not in list(FaultKind):
        raise FaultError(f"{kind!r} is no fault: choose one of {', '.join(FaultKind)}.")
    try:
        part = float(rate)
    except ValueError:
        part = -1.0
    if not 0 <= part <= 1:
        raise FaultError(f"{text!r} is not of the form KIND:RATE, with a rate from 0 to 1, such as 503:0.2.")
    return FaultRate(FaultKind(kind), part)


class Faults:
    """Draws the fault of each message; with a seed, in the same order each time."""

    def __init__(self, rates: Sequence[FaultRate] = (), seed: int | None = None) -> None:
        """Take the rates.

        Raises:
            FaultError: if they add up to more than 1.
        """
        if sum(each.rate for each in rates) > 1:
            raise FaultError("The faults together meet more than all messages: their parts add up to over 1.")
        self._rates = tuple(rates)
        self._chance = random.Random(seed)  # noqa: S311 - a game, no secret
        self._lock = Lock()

    def draw(self) -> FaultKind | None:
        """Return the fault of the next message; ``None`` for no fault."""
        with self._lock:
            drawn = self._chance.random()
        for each in self._rates:
            drawn -= each.rate
            if drawn < 0:
                return each.kind
        return None
