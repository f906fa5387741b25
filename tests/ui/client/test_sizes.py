"""The client in windows of all sizes, changed while it runs."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from tests.ui.client.person import NARROW, client, listed
from tui.sandbox.seeds import conversations_of
from tui.sandbox.websites import bundled_websites

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

SEEDS = [(conversation.session_id, 1) for conversation in conversations_of(bundled_websites()[:1])]
MORE_ROOM = "A larger window, please: 30 columns by 8 rows will do."
SIZES = [(200, 60), (120, 36), (90, 30), (89, 24), (56, 20), (55, 18), (40, 12), (30, 8), (20, 6), (3, 1)]

NAME = r"Harbour Lantern Coffee(  harbourlantern.example)?|.*…"
GAUGE = r"(.*█?░* )?1 / 2,500( · 99 % left)?|99 % left|"
HINTS = {"Enter Send", "Ctrl+J New line", "Ctrl+N New", "Ctrl+O Open", "Ctrl+T Website"} | {
    "F1 Help",
    "Ctrl+Q Quit",
}


@pytest.mark.parametrize("seed", range(3))
async def test_sizes_in_any_order_end_in_the_same_picture(sandbox: RunningSandbox, seed: int) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url, size=NARROW, session=SEEDS[0][0]) as person:
        await person.sees("0 / 2,500", "and he counts fast.")
        await person.loses("loading")
        await person.types("half a question")
        await person.sees("half a question")
        before = person.screen
        for width, height in random.Random(seed).sample(SIZES, len(SIZES)):
            await person.pilot.resize_terminal(width, height)
        await person.pilot.resize_terminal(*NARROW)
        await person.until(lambda: person.screen == before)
        assert person.typed == "half a question"


async def test_a_window_that_is_too_small_asks_for_room_and_loses_nothing(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, size=NARROW) as person:
        await person.sees("0 / 2,500")
        await person.types("what I")
        await person.pilot.resize_terminal(20, 6)
        await person.sees(MORE_ROOM)
        assert person.words == MORE_ROOM
        await person.types(" type")
        await person.presses("f1")
        await person.until(lambda: len(person.app.screen_stack) == 2)
        await person.sees(MORE_ROOM)
        assert person.words == MORE_ROOM
        await person.pilot.resize_terminal(30, 8)
        await person.sees("Help", "Esc Close")
        await person.presses("escape")
        await person.sees("what I type")
        assert person.typed == "what I type"


async def test_nothing_is_cut_without_a_mark(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, size=(200, 60)) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.loses("loading")
        for width in (200, 120, 100, 91, 89, 77, 68, 61, 53, 47, 42, 40, 37, 33, 30):
            await person.pilot.resize_terminal(width, 36)
            top, hints = person.screen.splitlines()[0], person.screen.splitlines()[-1]
            name, _, usage = top.partition("▾")
            assert re.fullmatch(NAME, name.strip()), (width, top)
            assert re.fullmatch(GAUGE, usage.strip()), (width, top)
            assert set(re.split(r"  +", hints.strip())) <= HINTS, (width, hints)
            await person.sees("everything is, have the day off.")
