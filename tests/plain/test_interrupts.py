"""Ctrl+C, whenever it is pressed."""

from __future__ import annotations

import asyncio

import pytest

from tui.plain.interrupts import InterruptedByPersonError, Interrupts


async def answer() -> str:
    await asyncio.sleep(0)
    return "done"


async def test_it_ends_the_innermost_thing_and_nothing_else() -> None:
    interrupts = Interrupts()

    async def outer() -> str:
        asyncio.get_running_loop().call_soon(interrupts.ring)
        with pytest.raises(InterruptedByPersonError):
            await interrupts.guard(asyncio.Event().wait())
        return await answer()

    assert await interrupts.guard(outer()) == "done"


async def test_pressed_while_nothing_is_guarded_it_ends_what_comes_next_and_only_that() -> None:
    interrupts = Interrupts()
    interrupts.ring()
    with pytest.raises(InterruptedByPersonError):
        await interrupts.guard(asyncio.Event().wait())
    assert await interrupts.guard(answer()) == "done"
