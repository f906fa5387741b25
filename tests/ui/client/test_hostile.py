"""Names, titles, replies and errors may hold anything: it is shown, and it does nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.faulty_server import FaultyServer, error
from tests.support.sandbox import running_sandbox
from tests.ui.client.person import Person, client, listed
from tests.ui.dialog_host import HOSTILE
from tui.sandbox.websites import bundled_websites

if TYPE_CHECKING:
    from pathlib import Path

COFFEE = bundled_websites()[0]
SPITE = " ".join(HOSTILE)
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(person: Person) -> None:
    """Nothing on the screen steers a terminal, and the client runs."""
    assert person.app.is_running
    assert not STEERS.search(person.screen), person.screen


@pytest.fixture
def knowledge(home: Path) -> Path:
    """A website's folder whose only topic is spiteful."""
    folder = home / "website"
    (folder / "topics").mkdir(parents=True)
    (folder / "conversations").mkdir()
    body = f"Spite is {SPITE}\n\n| [/] | [b]x |\n|---|---|\n| a | \x1b[31mred |\n\n```x\n{SPITE}\n```\n"
    (folder / "topics" / "spite.md").write_text(f"---\ntitle: Spite\nkeywords: malice\n---\n{body}")
    return folder


async def test_hostile_text_is_text_wherever_it_stands(knowledge: Path) -> None:
    sites = tuple(
        replace(COFFEE, id=n, name=text, domain=text, is_primary=n == 0, folder=knowledge)
        for n, text in enumerate([SPITE, *HOSTILE])
    )
    with running_sandbox(websites=sites, email=SPITE, seeded=False) as sandbox:
        await listed(sandbox.base_url, [(text.split()[0][:50], 0) for text in HOSTILE])
        async with client(sandbox.base_url) as person:
            await person.until(lambda: "[/]" in person.screen and "2,500" in person.screen)
            await person.asks(f"spite {SPITE}")
            await person.until(lambda: sandbox.messages_used() == 1)
            await person.sees("1 / 2,500")
            harmless(person)
            await person.presses("f2")
            await person.sees("[/]")
            harmless(person)
            await person.presses("r")
            await person.pastes(SPITE)
            await person.presses("enter")
            harmless(person)
            await person.presses("x")
            await person.sees("is removed")
            harmless(person)
            for keys in (["ctrl+t"], ["ctrl+o"], ["f3"]):
                await person.presses(*keys)
                await person.until(lambda: len(person.app.screen_stack) == 2)
                await person.pastes("[")
                harmless(person)
                await person.presses("escape")
                await person.until(lambda: len(person.app.screen_stack) == 1)
            sandbox.refuse(503, SPITE)
            await person.presses("ctrl+n")
            await person.asks(SPITE)
            await person.sees("It is tried again by itself.")
            harmless(person)
            await person.presses("shift+tab", "enter")
            await person.until(lambda: len(person.app.screen_stack) == 2)
            harmless(person)
            await person.presses("escape")


async def test_hostile_errors_of_a_service_are_text() -> None:
    with FaultyServer(error(400, SPITE)) as server:
        async with client(server.base_url) as person:
            await person.sees("Request not accepted")
            await person.until(lambda: len(server.requests) >= 2)
            harmless(person)
