"""Waking whoever waits for something in a session."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class Alarm:
    """Waits that can be cut short."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """End the wait, or the next one if nobody waits."""
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for so long at most; return whether it was cut short."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Alarms:
    """One alarm a session, for as long as somebody sends in it."""

    def __init__(self) -> None:
        self._alarms: dict[str, Alarm] = {}

    @contextmanager
    def set(self, session_id: str) -> Generator[Alarm]:
        """Have an alarm for the session; one at a time."""
        alarm = self._alarms[session_id] = Alarm()
        try:
            yield alarm
        finally:
            del self._alarms[session_id]

    def ring(self, session_id: str) -> None:
        """Wake whoever waits in the session."""
        alarm = self._alarms.get(session_id)
        if alarm is not None:
            alarm.ring()
