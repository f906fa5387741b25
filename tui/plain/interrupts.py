"""Ctrl+C as something that ends what is under way, and nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class InterruptedByPersonError(Exception):
    """Ctrl+C was pressed before it was done."""


class Interrupts:
    """Has each Ctrl+C end the innermost thing that is guarded, or what is guarded next if nothing is."""

    def __init__(self) -> None:
        self._guards: list[asyncio.Event] = []
        self._missed = False

    def ring(self) -> None:
        """Ctrl+C was pressed."""
        if self._guards:
            self._guards[-1].set()
        else:
            self._missed = True

    async def guard(self, work: Coroutine[None, None, T]) -> T:
        """Do the work; Ctrl+C cancels it.

        Raises:
            InterruptedByPersonError: if it was cancelled so.
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
