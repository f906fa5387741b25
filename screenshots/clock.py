"""The one clock of a picture: it stands still, and time passes only where a scene says so."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import tzinfo

START = datetime(2026, 2, 11, 14, 20, tzinfo=UTC)
"""On the day that the sandbox's conversations with dates in them were written for."""

_CORE = ("tui.services.", "tui.store.")


class Clock:
    """Shows one moment until it is put forward."""

    def __init__(self) -> None:
        self._moment = START

    def now(self) -> datetime:
        """The moment, aware."""
        return self._moment

    def monotonic(self) -> float:
        """Seconds since the start."""
        return (self._moment - START).total_seconds()

    def forward(self, seconds: float) -> None:
        """Put it forward."""
        self._moment += timedelta(seconds=seconds)


@contextmanager
def told_by(clock: Clock) -> Generator[None]:
    """Have the core tell the time by this clock, in whichever of its modules it asks for it.

    The screen and the sandbox are given the clock as they are made; the core is given none.
    """

    class Told(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return clock.now().astimezone(tz)

    with ExitStack() as stack:
        for name, module in [*sys.modules.items()]:
            for asked, told in (("datetime", Told), ("monotonic", clock.monotonic)):
                if name.startswith(_CORE) and hasattr(module, asked):
                    stack.enter_context(patch.object(module, asked, told))
        yield
