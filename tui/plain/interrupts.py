"""Ctrl+C handling: cancels the current work instead of ending the program."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class InterruptedByPersonError(Exception):
    """Ctrl+C cancelled the work."""


class Interrupts:
    """Cancels the innermost guarded work on Ctrl+C, or the next one guarded if there is none."""

    def __init__(self) -> None:
        self._guards: list[asyncio.Event] = []
        self._missed = False

    def ring(self) -> None:
        """Handle a Ctrl+C."""
        if self._guards:
            self._guards[-1].set()
        else:
            self._missed = True

    async def guard(self, work: Coroutine[None, None, T]) -> T:
        """Run the work and return its result; Ctrl+C cancels it.

        Raises:
            InterruptedByPersonError: if Ctrl+C cancelled it.
        """
        rung = asyncio.Event()
        self._guards.append(rung)
        if self._missed:
            self._missed = False
            rung.set()
        working, waiting = asyncio.create_task(work), asyncio.create_task(rung.wait())
        try:
            await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise InterruptedByPersonError
        finally:
            self._guards.remove(rung)
            working.cancel()
            waiting.cancel()
            await asyncio.gather(working, waiting, return_exceptions=True)
