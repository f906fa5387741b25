"""Pasting into the composer, as a person sees it: a long text is asked about, and nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.client.person import SMALL, client

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

LOG = "".join(f"Line {number} of a log\r\n" for number in range(1, 6))


async def test_a_long_paste_is_asked_about_and_nothing_is_sent(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, size=SMALL) as person:
        await person.until(lambda: person.app.main.composer.address is not None)
        await person.types("What is this? ")
        await person.pastes(LOG)
        await person.sees("Paste 5 lines?", "Line 4 of a log", "Nothing is sent yet")
        await person.presses("escape")
        await person.loses("Paste 5 lines?")
        assert person.typed == "What is this? "
        await person.pastes(LOG)
        await person.sees("Paste 5 lines?")
        await person.presses("enter")
        await person.until(lambda: person.typed == "What is this? " + LOG.replace("\r\n", "\n"))
        assert sandbox.asked("chat/") == 0
        await person.presses("enter")
        await person.until(lambda: sandbox.asked("chat/") == 1)


async def test_a_megabyte_is_pasted_and_can_be_typed_behind(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.until(lambda: person.app.main.composer.address is not None)
        megabyte = "sixty characters of a log that somebody wants to be explained\n" * 17_000
        await person.pastes(megabyte)
        await person.sees("Paste 17,000 lines?")
        await person.presses("enter", "o", "k")
        await person.until(lambda: person.typed == megabyte + "ok")
        assert sandbox.asked("chat/") == 0
