"""How long a message still waits for its next try, whatever is done to this machine's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.backoff import left_until

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.clock import Clock
    from tui.domain.models import Message


class Pauses:
    """Measures pauses by the monotonic clock.

    The stored time of the next try is by the wall clock, which may be set. It is read once, when a message
    is first met, and for no more than the longest pause: at a start, or in another instance.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._over: dict[int, tuple[datetime, float]] = {}
        """For each message's key, the time that is stored, and when the pause is over."""

    def begin(self, message: Message, seconds: float) -> None:
        """Begin the pause of a message that has just been queued again."""
        if message.retry_at is not None:
            self._over[message.key] = message.retry_at, self._clock.monotonic() + seconds

    def end(self, message: Message) -> None:
        """Forget the pause of a message that is on its way."""
        self._over.pop(message.key, None)

    def left(self, message: Message) -> float:
        """Seconds until the message's next try; 0 if it is due."""
        if message.retry_at is None:
            return 0.0
        known = self._over.get(message.key)
        if known is None or known[0] != message.retry_at:
            self.begin(message, left_until(message.retry_at, self._clock.now()))
        return max(0.0, self._over[message.key][1] - self._clock.monotonic())
