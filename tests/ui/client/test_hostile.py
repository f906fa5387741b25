"""Names, titles, replies and errors may hold anything: it is shown, and it does nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.faulty_server import FaultyServer, Hang, Repeat, chunk, chunked_head, error
from tests.support.hostile_service import HostileService
from tests.support.sandbox import running_sandbox
from tests.ui.client.person import Person, client, listed
from tests.ui.dialog_host import HOSTILE
from tui.domain.endpoint import Timeouts
from tui.domain.settings import Settings
from tui.sandbox.websites import bundled_websites
from tui.widgets.transcript.block import LONGEST_SHOWN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.faulty_server import Act
    from tests.support.hostile_service import Fields

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


async def asks_after_all(person: Person, text: str) -> None:
    """Paste a text of many lines, say that it is meant, and send it."""
    await person.until(lambda: person.app.main.composer.address is not None)
    await person.pastes(text)
    await person.until(lambda: len(person.app.screen_stack) == 2)
    await person.presses("enter")
    await person.until(lambda: person.typed != "")
    await person.presses("enter")


async def test_hostile_text_is_text_wherever_it_stands(knowledge: Path) -> None:
    sites = tuple(
        replace(COFFEE, id=n, name=text, domain=text, is_primary=n == 0, folder=knowledge)
        for n, text in enumerate([SPITE, *HOSTILE])
    )
    with running_sandbox(websites=sites, email=SPITE, seeded=False) as sandbox:
        await listed(sandbox.base_url, [(text.split()[0][:50], 0) for text in HOSTILE])
        async with client(sandbox.base_url) as person:
            await person.until(lambda: "[/]" in person.screen and "2,500" in person.screen)
            await asks_after_all(person, f"spite {SPITE}")
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
            await asks_after_all(person, SPITE)
            await person.sees("It is tried again by itself in")
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


@pytest.mark.parametrize(
    ("used", "limit", "shown"),
    [
        (5, 0, "5 messages used"),
        (5, -3, "5 messages used"),
        (5, None, "5 messages used"),
        (5, 10**30, "5 messages used"),
        (-5, 100, "0 / 100"),
        (250, 100, "Limit reached 250 / 100"),
        (2**63 - 1, 2**63 - 1, "Limit reached"),
        (5, "100", "Usage unknown"),
    ],
)
async def test_odd_figures_are_a_sensible_gauge(used: int, limit: object, shown: str) -> None:
    service = HostileService()
    service.account |= {"messages_used": used, "messages_limit": limit}
    with FaultyServer(service) as server:
        async with client(server.base_url) as person:
            await person.sees(shown)
            await person.presses("f3")
            await person.sees("Usage this month")
            harmless(person)
            await person.presses("escape")


async def test_odd_messages_are_shown_all_the_same() -> None:
    rows: list[Fields] = [
        {"role": "user", "content": "year one", "timestamp": "0001-01-01T00:00:00Z"},
        {"role": "assistant", "content": "the last year", "timestamp": "9999-12-31T23:59:59Z"},
        {"role": "assistant", "content": "no time", "timestamp": None},
        {"role": "assistant", "content": "no such day", "timestamp": "2024-02-30T99:00:00Z"},
        {"role": SPITE, "content": "unknown role", "timestamp": SPITE},
        {"role": None, "content": None, "timestamp": None},
        {},
        {"role": "assistant", "content": "the end", "timestamp": "2024-01-15T10:30:00Z"},
    ]
    with FaultyServer(HostileService(messages=rows)) as server:
        async with client(server.base_url, session="s1") as person:
            await person.sees(
                "year one", "the last year", "no time", "no such day", "unknown role", "the end"
            )
            harmless(person)
            await person.presses("shift+tab", "enter")
            await person.until(lambda: len(person.app.screen_stack) == 2)
            harmless(person)
            await person.presses("escape", "escape", "o", "k")
            assert person.typed == "ok"


ENORMOUS = {
    "words": "word " * 1_500_000,
    "line ends": "\n" * 3_000_000,
    "one word": "x" * 7_000_000,
    "marks": "\x1b[31m" * 500_000,
    "open brackets": "![" * 9_999,
    "addresses": "<http://" * 2_499,
}


@pytest.mark.parametrize("reply", ENORMOUS.values(), ids=ENORMOUS.keys())
async def test_an_enormous_reply_is_cut_and_the_keys_answer(reply: str) -> None:
    with FaultyServer(HostileService(reply=reply + "\n\nthe end")) as server:
        async with client(server.base_url) as person:
            await person.asks("Tell me everything")
            await person.until(lambda: person.app.main.transcript.last_reply is not None)
            await person.presses("o", "k")
            assert person.typed == "ok"
            await person.presses("shift+tab", "G")
            end = "the end" if len(reply) < LONGEST_SHOWN else "characters more are not shown"
            await person.sees(end)
            harmless(person)
            await person.presses("c")
            await person.sees("does not hold a code block")


SLOW = {
    "a byte a second": Repeat(chunked_head(), chunk(b" "), seconds=1),
    "a head without end": Repeat(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", seconds=0.5),
    "nothing": Hang(),
}


@pytest.mark.parametrize("act", SLOW.values(), ids=SLOW.keys())
async def test_while_every_call_trickles_the_keys_answer(act: Act) -> None:
    settings = Settings(reveal="off", timeouts=Timeouts(connect=30, chat=2, other=2))
    with FaultyServer(act) as server:
        async with client(server.base_url, settings=settings) as person:
            await person.until(lambda: server.connections > 0)
            await person.presses("o", "k", "f1")
            assert person.typed == "ok"
            await person.sees("Help")
            await person.presses("escape")
            await person.sees("did not answer within 2 s")


async def test_a_hostile_refusal_of_a_key_is_text() -> None:
    with FaultyServer(error(401, SPITE)) as server:
        async with client(server.base_url) as person:
            await person.sees("The service refused the key")
            await person.pastes("another-key-0123456789")
            await person.presses("enter")
            await person.sees("Key refused", "[/]")
            harmless(person)


async def test_a_hostile_name_in_the_settings_is_text() -> None:
    settings = Settings(reveal="off", theme=SPITE[:60], profile="default")
    with FaultyServer(HostileService()) as server:
        async with client(server.base_url, settings=settings) as person:
            await person.sees("No theme is called [/]")
            harmless(person)
    async with client(f"https://{SPITE}") as person:
        await person.sees("The client cannot start")
        harmless(person)
