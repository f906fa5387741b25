"""Alarms: wake a task that waits in a session."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class Alarm:
    """A wait that can be ended early."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """End the current wait, or the next one if there is none."""
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Wait that many seconds at most; return whether the wait was ended early."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Alarms:
    """One alarm for each session with a delivery under way."""

    def __init__(self) -> None:
        self._alarms: dict[str, Alarm] = {}

    @contextmanager
    def set(self, session_id: str) -> Generator[Alarm]:
        """Hold an alarm for the session, one at a time."""
        alarm = self._alarms[session_id] = Alarm()
        try:
            yield alarm
        finally:
            del self._alarms[session_id]

    def ring(self, session_id: str) -> None:
        """Ring the session's alarm, if it has one."""
        alarm = self._alarms.get(session_id)
        if alarm is not None:
            alarm.ring()
