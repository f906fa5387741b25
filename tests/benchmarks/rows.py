"""How each row of the design's table is measured."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.client import COLUMNS, LAST_WORDS, ROWS, Client, home
from tests.benchmarks.day import day
from tests.benchmarks.figures import Bound, Figure, difference, in_turn, plain, ratio
from tests.benchmarks.service import Service
from tests.benchmarks.wire import QUESTION, REVEAL_SECONDS, wire, wire_over_ssh
from tests.support.terminal import Terminal
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import RemoteMessage, Role
from tui.store.database import Database
from tui.store.search import Search
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

BIG, SMALL, NEW = "bench-big", "bench-small", "bench-new"
ALL_THAT_IS_STORED = ("Message 0:", LAST_WORDS, "50,000")
"""In the list of sessions, in the transcript, in the gauge, where the session of ten is open."""


def start(runs: int) -> list[Figure]:
    """From the command to a painted screen, and on to the first key's effect."""
    bound = Bound("start to a screen that takes keys (--demo, warm)", "bare Textual", "s", 1.3, 1.15)

    def bare() -> float:
        return _started([sys.executable, "-m", "tests.benchmarks.bare"], env, "ready", "pressed")

    def ours() -> float:
        return _started([sys.executable, "-m", "tui", "--demo"], env, "Ctrl+Q", "› z")

    with home("http://127.0.0.1:9/", {}) as env:
        bare()
        ours()
        measured, baseline = in_turn(runs, ours, bare)
    return [ratio(bound, measured, baseline)]


def _started(command: list[str], env: Mapping[str, str], painted: str, pressed: str) -> float:
    began = time.perf_counter()
    with Terminal(command, columns=COLUMNS, rows=ROWS, env=env) as terminal:
        terminal.poll_until(painted)
        terminal.type("z")
        terminal.poll_until(pressed)
        return time.perf_counter() - began


def second_start(runs: int) -> list[Figure]:
    """From the command to everything that the store knows on screen, and the memory that it takes then."""
    everything = Bound(
        "second start to everything that the store knows on screen", "bare Textual", "s", 1.7, 1.4
    )
    memory = Bound("resident memory after the start", "bare Textual", "MiB", 1.7, 1.4)
    with Service() as service, home(service.base_url, {SMALL: 10}) as env:
        with Client(env) as client:  # the first start, which stores the account and the session on screen
            client.open(SMALL)
            client.ready()
            client.type("\x11")
            client.exit_status()
        bare = [sys.executable, "-m", "tests.benchmarks.bare"]
        ours = [sys.executable, "-m", "tui"]
        _shown(bare, env, "ready")
        measured, baseline = in_turn(
            runs, lambda: _shown(ours, env, *ALL_THAT_IS_STORED), lambda: _shown(bare, env, "ready")
        )
    return [
        ratio(everything, [each.seconds for each in measured], [each.seconds for each in baseline]),
        ratio(memory, [each.resident for each in measured], [each.resident for each in baseline]),
    ]


@dataclass(frozen=True)
class _Shown:
    """What a start took until what was waited for was on screen."""

    seconds: float
    resident: float
    """In MiB, once nothing more is drawn."""


def _shown(command: list[str], env: Mapping[str, str], *words: str) -> _Shown:
    began = time.perf_counter()
    with Client(env, command=command) as client:
        client.poll_until(lambda text: all(word in text for word in words))
        seconds = time.perf_counter() - began
        client.settle()
        return _Shown(seconds, client.resident())


def long_session(runs: int) -> list[Figure]:
    """Opening a session of 10,000 messages, its memory, and a reply in it."""
    opening = Bound("opening a session of 10,000 messages", "one of 10", "s", 1.2, 1.05)
    memory = Bound("memory with it open", "one of 10", "MiB", 5, 2)
    processor = Bound("CPU to reveal a 1,200-character reply in it", "in an empty one", "s", 1.1, 1.0)
    stream = Bound("the same CPU", "Textual's Markdown stream", "s", 1 / 10, 1 / 15)
    with Service() as service, home(service.base_url, {BIG: 10_000, SMALL: 10, NEW: 0}) as env:
        opened, opened_small = in_turn(runs, lambda: _open(env, BIG)[0], lambda: _open(env, SMALL)[0])
        held, held_small = in_turn(3, lambda: _open(env, BIG)[1], lambda: _open(env, SMALL)[1])
        revealed, revealed_new = in_turn(
            runs, lambda: _reveal_cpu(service, env, BIG), lambda: _reveal_cpu(service, env, None)
        )
        streamed = [_stream_cpu(env) for _ in range(3)]
    return [
        ratio(opening, opened, opened_small),
        difference(memory, held, held_small),
        ratio(processor, revealed, revealed_new),
        ratio(stream, revealed, streamed),
    ]


def _open(env: Mapping[str, str], session_id: str) -> tuple[float, float]:
    with Client(env) as client:
        client.ready()
        seconds = client.open(session_id)
        client.settle()
        return seconds, client.memory()


def _reveal_cpu(service: Service, env: Mapping[str, str], session_id: str | None) -> float:
    """From the first painted word on: what was spent before it is in the row of the first word."""
    with Client(env) as client:
        client.ready()
        if session_id is None:
            client.press("\x0e")
        else:
            client.choose(session_id)
            client.press("\r")
            client.settle()
        client.press(QUESTION)
        client.settle()
        client.type("\r")
        client.poll_until(f"Reply {len(service.chat_seconds) + 1}:")
        before = client.cpu()
        client.watch(REVEAL_SECONDS)
        return client.cpu() - before


def _stream_cpu(env: Mapping[str, str]) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.markdown_stream"]
    with Terminal(command, columns=COLUMNS, rows=ROWS, env=env) as terminal:
        terminal.exit_status()
        found = re.search(rb"CPU ([\d.]+)", bytes(terminal.written))
        assert found is not None
        return float(found[1])


def latency(runs: int) -> list[Figure]:
    """From Enter to the first painted word, less what the service took."""
    bound = Bound("Enter to the first painted word, over the API's own time", "", "ms", 40, 20)
    taken: list[float] = []
    with Service(latency=0.3) as service, home(service.base_url, {}) as env, Client(env) as client:
        client.ready()
        for number in range(runs + 1):
            client.press(f"\x0e{QUESTION}")
            client.settle()
            began = time.perf_counter()
            client.type("\r")
            client.poll_until(f"Reply {number + 1}:")
            elapsed = time.perf_counter() - began
            if number:
                taken.append((elapsed - service.chat_seconds[-1]) * 1000)
            client.settle()
    return [plain(bound, taken)]


def sidebar(runs: int) -> list[Figure]:
    """A key typed into the sidebar's filter, with many sessions and with few."""
    bound = Bound("sidebar of 10,000 sessions: key to filtered paint", "of 100", "s", 1.2, 1.05)
    with Service() as service:
        many = {f"session-{number:05}": 1 for number in range(10_000)}
        few = {f"session-{number:05}": 1 for number in range(9_900, 10_000)}
        with (
            home(service.base_url, many) as big,
            home(service.base_url, few) as small,
            Client(big) as first,
            Client(small) as second,
        ):
            for client in (first, second):
                client.ready()
                client.press("\x1bOQ")
                client.settle()
                client.press("/session-099")
                client.settle()
            measured, baseline = in_turn(runs, lambda: _filter(first), lambda: _filter(second))
    return [ratio(bound, measured, baseline)]


def _filter(client: Client) -> float:
    began = time.perf_counter()
    client.type("9")
    client.poll_until("10 of ")
    seconds = time.perf_counter() - began
    client.press("\x7f")
    client.settle()
    return seconds


def search(runs: int) -> list[Figure]:
    """Full-text search over 100,000 stored messages, and the same question put to SQLite alone."""
    bound = Bound("full-text search, 100,000 stored messages", "the same SQL alone", "s", 1.2, 1.1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.sqlite3"
        return [asyncio.run(_search(bound, path, runs))]


async def _search(bound: Bound, path: Path, runs: int) -> Figure:
    store = await Store.open(path, SYSTEM_CLOCK)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1_000):
        session_id = f"session-{number:04}"
        await store.sessions.register([(session_id, 1)])
        told = [
            RemoteMessage(
                Role.USER if step % 2 == 0 else Role.ASSISTANT,
                f"word{number} message {step} about harbour opening hours and delivery {step * number}",
                start + timedelta(seconds=number * 100 + step),
            )
            for step in range(100)
        ]
        await store.transcripts.merge(session_id, told, limit=101)
    await store.close()
    return ratio(bound, *await _timed_searches(path, runs * 3))


async def _timed_searches(path: Path, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each search, and of the very statements it ran, put to SQLite again."""
    database = await Database.open(path, SYSTEM_CLOCK)
    said: list[str] = []
    await database.read(lambda connection: connection.set_trace_callback(said.append))
    alone = sqlite3.connect(path)
    alone.create_function("folded", 1, str.casefold, deterministic=True)
    measured: list[float] = []
    baseline: list[float] = []
    for run in range(runs):
        said.clear()
        began = time.perf_counter()
        await Search(database).sessions(f"harbour delivery {run}")
        middle = time.perf_counter()
        for statement in [each for each in said if "SELECT" in each]:
            alone.execute(statement).fetchall()
        measured.append(middle - began)
        baseline.append(time.perf_counter() - middle)
    alone.close()
    await database.close()
    return measured, baseline


ROWS_BY_NAME = {
    "start": start,
    "second-start": second_start,
    "long-session": long_session,
    "wire": wire,
    "wire-ssh": wire_over_ssh,
    "latency": latency,
    "sidebar": sidebar,
    "search": search,
    "day": day,
}
