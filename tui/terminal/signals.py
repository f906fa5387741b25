"""What ends the client at once: a signal, or a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_EVERY = 1.0
"""Seconds between checks that the terminal is still there: SIGHUP does not always come."""

_ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Ending(Message):
    """The client must save what it can and end, without asking."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__()
        self.exit_status = 128 + number
        """As shells report the signal."""


def is_gone(terminal: int) -> bool:
    """Whether the terminal of a file descriptor has hung up: it has no size any more."""
    try:
        os.get_terminal_size(terminal)
    except OSError:
        return True
    return False


def watch(terminal: int, end: Callable[[signal.Signals], None]) -> None:
    """Have the running loop call ``end`` at a terminating signal, or once the terminal is gone."""
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        loop.add_signal_handler(number, end, number)

    def look() -> None:
        if is_gone(terminal):
            end(signal.SIGHUP)
        else:
            loop.call_later(LOOK_EVERY, look)

    look()
