"""At the other end of a real SSH connection: the main job, a line that drops, bytes on the wire."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.client import home
from tests.benchmarks.service import REPLY, Service
from tests.benchmarks.wire import SESSIONS, SIZES, Pace, Sent, over_ssh, sent
from tests.support.line import Line
from tests.support.processes import MUCH, parent_of, processor_seconds_to_end
from tests.support.sshd import MISSING, Sshd, running_sshd
from tests.support.terminal import Terminal
from tests.terminal.client import CLIENT, ESCAPE, assert_restored, drafts, leave, say, store
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import RemoteMessage, Role
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.support.sandbox import RunningSandbox

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
PAGE_UP, PAGE_DOWN = "\x1b[5~", "\x1b[6~"
CONNECTION_LOST = 255
"""The status of an ssh whose line dropped."""


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


async def fill(path: Path, session_id: str, messages: int) -> None:
    """Put a session into the store, as it was read earlier, and have it be the one that was open last."""
    opened = await Store.open(path, SYSTEM_CLOCK)
    await opened.sessions.register([(session_id, 1)])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    told = [
        RemoteMessage(
            Role.ASSISTANT if number % 2 else Role.USER, f"Word {number}", start + timedelta(minutes=number)
        )
        for number in range(messages)
    ]
    await opened.transcripts.merge(session_id, told, limit=messages + 1)
    await opened.preferences.put("last-session:1", session_id)
    await opened.close()


def connected(sshd: Sshd, env: dict[str, str], *, port: int | None = None) -> Terminal:
    return Terminal(sshd.command(CLIENT, port=port), columns=80, rows=24, env=env)


def test_the_main_job(sshd: Sshd, env: dict[str, str]) -> None:
    with connected(sshd, env) as terminal:
        terminal.until("0 / 2,500")
        say(terminal, "When are you open at the weekend?")
        terminal.until("1 / 2,500")
        terminal.until("have the day off.")
        terminal.type("half a thought")
        terminal.until("half a thought")
        os.kill(sshd.pid(), signal.SIGHUP)
        assert terminal.exit_status() == 128 + signal.SIGHUP
        assert_restored(terminal)
    assert drafts(env) == ["half a thought"]


def test_a_line_that_drops_while_an_answer_is_awaited_costs_nothing(
    sshd: Sshd, env: dict[str, str], sandbox: RunningSandbox
) -> None:
    asyncio.run(fill(store(env), "long", 300))
    with Line(sshd.port) as line, connected(sshd, env, port=line.port) as terminal:
        terminal.until("0 / 2,500")
        terminal.until("Word 299")
        sandbox.hold()
        say(terminal, "When are you open at the weekend?")
        terminal.until("answering…")
        for _ in range(4):
            terminal.type(PAGE_UP)
            terminal.read(0.2)
        terminal.type("half a thought")
        terminal.until("half a thought")
        terminal.until(lambda text: "Word 299" not in text and "Word " in text)
        read = re.findall(r"Word \d+", terminal.text)
        line.drop()
        assert processor_seconds_to_end(sshd.pid()) < MUCH
        assert terminal.exit_status() == CONNECTION_LOST
    sandbox.release()
    assert drafts(env) == ["half a thought"]
    with connected(sshd, env) as terminal:
        terminal.until("1 / 2,500")
        text = terminal.until("half a thought")
        assert re.findall(r"Word \d+", text)[0] == read[0]
        for _ in range(8):
            terminal.type(PAGE_DOWN)
            terminal.read(0.1)
        terminal.until("On Saturdays the shop is open")
        leave(terminal)
    assert sandbox.messages_used() == 1


@pytest.mark.parametrize("end", ["of the ssh here", "of the sshd there"])
def test_whichever_process_of_the_line_is_killed_what_is_typed_is_kept(
    sshd: Sshd, env: dict[str, str], end: str
) -> None:
    with connected(sshd, env) as terminal:
        terminal.until("0 / 2,500")
        terminal.type("half a thought")
        terminal.poll_until("half a thought")
        pid = sshd.pid()
        os.kill(terminal.process.pid if end == "of the ssh here" else parent_of(pid), signal.SIGKILL)
        assert processor_seconds_to_end(pid) < MUCH
    assert drafts(env) == ["half a thought"]


def test_keys_on_a_line_that_stalls_are_done_in_their_order(sshd: Sshd, env: dict[str, str]) -> None:
    with Line(sshd.port) as line, connected(sshd, env, port=line.port) as terminal:
        terminal.until("0 / 2,500")
        terminal.until("Ask Harbour")

        def at_once(keys: Sequence[str], wanted: str) -> None:
            """Type keys one by one while nothing gets through, and wait for what comes of them."""
            line.stall()
            for key in keys:
                terminal.type(key)
                terminal.read(0.01)
            line.go_on()
            terminal.until(wanted)

        at_once([*"ship", "\x7f", "\x7f", *"op"], "› shop")
        at_once(["\x15", *"what is next", "\x17", *"here"], "› what is here")
        at_once(["\x0f", *"priv"], "priv")
        assert "what is herepriv" not in terminal.text
        terminal.type(ESCAPE)
        terminal.until(lambda text: "Open a session" not in text)
        at_once(["\x14", *"gol", "\x7f", "\x7f", "\x7f"], "Choose a website")
        terminal.type(ESCAPE)
        terminal.until(lambda text: "Choose a website" not in text)
        at_once(["\x0e", *"hello new"], "› hello new")
        at_once(["\x1bOQ", "j", "\r", *"!"], "› what is here!")
        leave(terminal)


def test_the_wire_stays_within_its_figures(sshd: Sshd) -> None:
    with ThreadPoolExecutor() as threads:
        for told in threads.map(partial(sent_over_ssh, sshd), SIZES):
            assert told.key <= 12
            assert 20 < told.row <= 250
            assert told.idle == 0
            assert told.waiting <= 200
            assert told.reply <= 15 * len(REPLY.encode())


def sent_over_ssh(sshd: Sshd, size: tuple[int, int]) -> Sent:
    with (
        Line(sshd.port) as line,
        Service() as service,
        home(service.base_url, SESSIONS) as env,
        over_ssh(sshd, env, *size, port=line.port) as client,
    ):
        client.ready()
        before = line.down
        client.read(0.5)
        assert line.down == before, "nothing happens, and the connection is not silent"
        return sent(client, service, Pace(idle=1.0, waiting=1.0))
