"""What the client sends to its terminal: for a reply, a key, nothing at all, and while it waits."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.client import CLIENT, COLUMNS, ROWS, Client, home
from tests.benchmarks.figures import Bound, Figure, NotMeasuredError, plain, ratio
from tests.benchmarks.service import REPLY, Service
from tests.support.sshd import MISSING, running_sshd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.sshd import Sshd

QUESTION = "When are you open?"
SESSIONS = {"bench-small": 10, **{f"bench-row-{number}": 2 for number in range(4)}}
SESSION_LIST, DOWN = "\x1bOQ", "j"
REVEAL_SECONDS = 3.0
"""Longer than any reveal takes."""
UNTIL_IT_WAITS = 1.5
"""Seconds from Enter until only the count of seconds changes."""
SIZES = ((80, 24), (COLUMNS, ROWS))
"""Columns and rows at which the figures over SSH hold."""


@dataclass(frozen=True)
class Pace:
    """How long is looked, in seconds."""

    idle: float
    waiting: float

    @property
    def latency(self) -> float:
        """How long the service takes meanwhile, in seconds."""
        return UNTIL_IT_WAITS + self.waiting + 0.5


@dataclass(frozen=True)
class Sent:
    """Bytes to the terminal."""

    key: float
    """For a typed character, behind the first: that makes a draft, which the list of sessions marks."""
    row: float
    """For a row that the cursor moves in a list."""
    idle: float
    """In a minute."""
    waiting: float
    """In a second."""
    reply: float
    """For a reply of 1,200 characters, its scroll and its reveal."""


def sent(client: Client, service: Service, pace: Pace) -> Sent:
    """Ask one question, and count."""
    service.latency = pace.latency
    client.ready()
    client.press(QUESTION[0])
    client.settle()
    key = _during(client, lambda: _pressed(client, QUESTION[1:])) / len(QUESTION[1:])
    client.type(SESSION_LIST)
    client.settle()
    row = _during(client, lambda: _pressed(client, DOWN * 3)) / 3
    client.type(SESSION_LIST)
    client.settle()
    idle = _during(client, lambda: client.watch(pace.idle)) * 60 / pace.idle
    client.type("\r")
    client.watch(UNTIL_IT_WAITS)
    waiting = _during(client, lambda: client.watch(pace.waiting)) / pace.waiting
    reply = _during(client, lambda: _answered(client))
    client.type("\x11")
    client.exit_status()
    return Sent(key, row, idle, waiting, reply)


def _pressed(client: Client, keys: str) -> None:
    client.press(keys)
    client.settle()


def _answered(client: Client) -> None:
    client.poll_until("Reply ")
    client.watch(REVEAL_SECONDS)


def _during(client: Client, act: Callable[[], None]) -> float:
    before = len(client.written)
    act()
    return float(len(client.written) - before)


def wire(runs: int) -> list[Figure]:
    """In a terminal of this machine."""
    with Service() as service, home(service.base_url, SESSIONS) as env:
        told: list[Sent] = []
        for _ in range(runs):
            with Client(env) as client:
                told.append(sent(client, service, Pace(idle=20, waiting=3)))
    return figures(told, f"{COLUMNS}x{ROWS}")


def wire_over_ssh(runs: int) -> list[Figure]:
    """Over a connection to a server of OpenSSH on this machine, in two sizes."""
    if MISSING:
        raise NotMeasuredError(f"this machine has no {' and no '.join(MISSING)}")
    rows: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, running_sshd(Path(folder)) as sshd, Service() as service:
        for columns, lines in SIZES:
            with home(service.base_url, SESSIONS) as env:
                told: list[Sent] = []
                for _ in range(runs):
                    with over_ssh(sshd, env, columns, lines) as client:
                        told.append(sent(client, service, Pace(idle=20, waiting=3)))
            rows += figures(told, f"over SSH, {columns}x{lines}")
    return rows


def over_ssh(
    sshd: Sshd, env: Mapping[str, str], columns: int, rows: int, *, port: int | None = None
) -> Client:
    """Start the client at the other end of a connection."""
    return Client(env, command=sshd.command(CLIENT, port=port), columns=columns, rows=rows)


def figures(told: list[Sent], where: str) -> list[Figure]:
    """The rows of the design's table."""
    reply = Bound(f"bytes for a 1,200-character reply, {where}", "its own bytes", "bytes", 2.5, 1.5)
    key = Bound(f"bytes a typed character, {where}", "", "bytes", 12, 4)
    row = Bound(f"bytes a row the cursor moves in a list, {where}", "", "bytes", 250, 120)
    idle = Bound(f"bytes a minute while idle, {where}", "", "bytes", 0, 0)
    waiting = Bound(f"bytes a second while waiting, {where}", "", "bytes", 20, 12)
    return [
        ratio(reply, [each.reply for each in told], [len(REPLY.encode())]),
        plain(key, [each.key for each in told]),
        plain(row, [each.row for each in told]),
        plain(idle, [each.idle for each in told]),
        plain(waiting, [each.waiting for each in told]),
    ]
