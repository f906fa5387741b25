"""Retry pauses, measured so that changes of the machine's clock do not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.backoff import left_until

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.clock import Clock
    from tui.domain.models import Message


class Pauses:
    """Measures the pauses before retries by the monotonic clock.

    The stored time of a retry is by the wall clock, which may be changed. It is read only for a message whose
    pause began elsewhere, before this start or in another instance: once, and up to the longest pause.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._over: dict[int, tuple[datetime, float]] = {}
        """By message key: the stored time of the retry, and the monotonic time at which it is due."""

    def begin(self, message: Message, seconds: float) -> None:
        """Begin a message's pause of that many seconds."""
        if message.retry_at is not None:
            self._over[message.key] = message.retry_at, self._clock.monotonic() + seconds

    def end(self, message: Message) -> None:
        """Forget the pause of a message that is on its way."""
        self._over.pop(message.key, None)

    def left(self, message: Message) -> float:
        """Return the seconds until the message's retry; 0 if it is due."""
        if message.retry_at is None:
            return 0.0
        known = self._over.get(message.key)
        if known is None or known[0] != message.retry_at:
            self.begin(message, left_until(message.retry_at, self._clock.now()))
        return max(0.0, self._over[message.key][1] - self._clock.monotonic())
