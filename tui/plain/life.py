"""Running the plain client: its event loop, its signals and its exit status."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.faults import ExitStatus
from tui.plain.interrupts import InterruptedByPersonError, Interrupts
from tui.plain.key import DemoWantedError
from tui.plain.printer import Printer
from tui.plain.reader import LineReader

if TYPE_CHECKING:
    from tui.domain.launch import Launch

_ENDING = (signal.SIGHUP, signal.SIGTERM)


def run(launch: Launch, notice: str = "") -> int:
    """Run the plain client on standard input and output; return its exit status.

    ``notice`` is printed first.

    Raises:
        UserError: if it cannot start.
        ServiceError: without a terminal, if the service or a key is missing.
    """
    life = _Life(notice)
    try:
        try:
            return asyncio.run(life.live(launch))
        except DemoWantedError:
            return asyncio.run(life.live(replace(launch, demo=True)))
    except InterruptedByPersonError:
        return ExitStatus.INTERRUPTED
    except asyncio.CancelledError:
        return life.ended_by


class _Life:
    """One run of the client, and the signal that ended it."""

    def __init__(self, notice: str) -> None:
        self.ended_by = 0
        """Exit status for the signal, 128 and its number; 0 if there was none."""
        self._notice = notice

    async def live(self, launch: Launch) -> int:
        """Open the services and run the client over them, until the person or a signal ends it."""
        from tui.plain.client import PlainClient
        from tui.plain.console import Console
        from tui.services.open import open_for

        interrupts = Interrupts()
        self._listen(interrupts)
        printer = Printer()
        console = Console(LineReader(sys.stdin.fileno(), sys.stdin.encoding), printer)
        if self._notice:
            printer.say(self._notice)
        async with await open_for(launch, os.environ) as services:
            return await PlainClient(launch, services, console, interrupts).run()

    def _listen(self, interrupts: Interrupts) -> None:
        loop, life = asyncio.get_running_loop(), asyncio.current_task()

        def end(number: signal.Signals) -> None:
            if not self.ended_by and life is not None:
                self.ended_by = 128 + number
                life.cancel()

        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
                loop.add_signal_handler(number, end, number)
        loop.add_signal_handler(signal.SIGINT, interrupts.ring)
