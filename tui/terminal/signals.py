"""What tells the program to end at once: a signal, or a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_EVERY = 1.0
"""Seconds between looks whether the terminal is still there: not everyone who loses it gets SIGHUP."""

_ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Ending(Message):
    """The program is to keep what it can and end, without asking anybody."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__()
        self.exit_status = 128 + number
        """As a shell shows the signal."""


def is_gone(terminal: int) -> bool:
    """Whether the terminal of that file descriptor has hung up: it has no size any more."""
    try:
        os.get_terminal_size(terminal)
    except OSError:
        return True
    return False


def watch(terminal: int, end: Callable[[signal.Signals], None]) -> None:
    """Have ``end`` called by the running loop: by a signal that asks for it, or once the terminal is gone."""
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        loop.add_signal_handler(number, end, number)

    def look() -> None:
        if is_gone(terminal):
            end(signal.SIGHUP)
        else:
            loop.call_later(LOOK_EVERY, look)

    look()
