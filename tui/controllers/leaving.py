"""The ways out: what is typed is kept, what was begun is settled, and the store is closed."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.controllers.reading import Reading

PATIENCE = 10.0
"""Seconds in which everything must be settled, where nobody is asked: whoever ends a program waits for it."""


class Leaving:
    """Closes everything, for whatever reason the program ends."""

    def __init__(self, desk: Desk, drafts: Drafts, reading: Reading) -> None:
        self._desk = desk
        self._drafts = drafts
        self._reading = reading

    async def by_choice(self, outcome: object) -> None:
        """Leave as the person asks, who is told first if what is typed cannot be kept."""
        if await self._drafts.kept_at_end():
            await self._close()
            self._desk.app.exit(outcome)

    async def at_once(self, exit_status: int) -> None:
        """Leave because a signal says so or the terminal is gone: all is kept that can be."""
        await self.settle()
        self._desk.app.exit(return_code=exit_status)

    async def settle(self) -> None:
        """Keep what can be kept and close everything, without asking anybody."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                # Whatever else fails, the rest is done.
                await asyncio.gather(self._drafts.keep(), return_exceptions=True)
                await self._close()

    async def pause(self) -> None:
        """Stop, with the whole job as Ctrl+Z does it elsewhere, until the shell's ``fg``."""
        if self._desk.app.is_headless:
            return  # there is no terminal to give back
        await asyncio.gather(self._drafts.keep(), self._reading.keep(), return_exceptions=True)
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    async def _close(self) -> None:
        # That this cannot be kept is no reason to stay.
        await asyncio.gather(self._reading.keep(), return_exceptions=True)
        workers = [*self._desk.app.workers]
        self._desk.app.workers.cancel_all()
        # Each settles what it has begun: a message on its way is not to stay so on disk.
        await asyncio.gather(*(worker.wait() for worker in workers), return_exceptions=True)
        await self._desk.close()
