"""Shutdown: saves what is typed, ends all workers and closes the services."""

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
"""Seconds that a shutdown may take where nobody is asked: whoever ends the process waits for it."""


class Leaving:
    """Shuts the client down, or suspends it."""

    def __init__(self, desk: Desk, drafts: Drafts, reading: Reading) -> None:
        self._desk = desk
        self._drafts = drafts
        self._reading = reading

    async def by_choice(self, outcome: object) -> None:
        """Quit at the person's request; the first time that what is typed cannot be saved, only say so."""
        if await self._drafts.kept_at_end():
            await self._close()
            self._desk.app.exit(outcome)

    async def at_once(self, exit_status: int) -> None:
        """Quit because of a signal or a lost terminal, saving what can be saved."""
        await self.settle()
        self._desk.app.exit(return_code=exit_status)

    async def settle(self) -> None:
        """Save what can be saved and close everything, without asking, within ``PATIENCE`` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                # A failed save does not keep the rest from closing.
                await asyncio.gather(self._drafts.keep(), return_exceptions=True)
                await self._close()

    async def pause(self) -> None:
        """Save, and stop the process group until the shell's ``fg``, as Ctrl+Z does elsewhere."""
        if self._desk.app.is_headless:
            return  # there is no terminal to give back
        await asyncio.gather(self._drafts.keep(), self._reading.keep(), return_exceptions=True)
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    async def _close(self) -> None:
        # A reading place that cannot be saved does not keep the client open.
        await asyncio.gather(self._reading.keep(), return_exceptions=True)
        workers = [*self._desk.app.workers]
        self._desk.app.workers.cancel_all()
        # A cancelled worker still writes its outcome: no message stays *sending* on disk.
        await asyncio.gather(*(worker.wait() for worker in workers), return_exceptions=True)
        await self._desk.close()
