"""The real client in a pty, with a store made beforehand, and what it costs."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.terminal import Terminal
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.models import RemoteMessage, Role
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

CLIENT = (sys.executable, "-m", "tui")
COLUMNS, ROWS = 120, 36
LAST_WORDS = "the very last words of this session"
NO_KEY_SENT_WITHIN = 0.1
"""Seconds between keys, well over what makes an Enter part of a paste."""


def content(number: int) -> str:
    """A short Markdown message, as the design's measurements use."""
    return f"Message {number}: **open** from eight to six.\n\n- one\n- two with `code`\n\nAnd a closing line."


async def _fill(path: Path, sessions: Mapping[str, int]) -> None:
    store = await Store.open(path, SYSTEM_CLOCK)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    await store.sessions.register([(session_id, 1) for session_id in sessions])
    for session_id, count in sessions.items():
        told = [
            RemoteMessage(
                Role.ASSISTANT if number % 2 else Role.USER,
                f"{content(number)}\n\n{LAST_WORDS}" if number == count - 1 else content(number),
                start + timedelta(minutes=number),
            )
            for number in range(count)
        ]
        if told:
            await store.transcripts.merge(session_id, told, limit=len(told) + 1)
    await store.close()


@contextmanager
def home(base_url: str, sessions: Mapping[str, int]) -> Generator[dict[str, str]]:
    """An environment whose store holds these sessions (id and number of messages)."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_fill(Path(folder) / "data" / "asyntai-tui" / "default.sqlite3", sessions))
        yield {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "",  # an installed client is compiled; so is a warm one
            "HOME": folder,
            "XDG_DATA_HOME": f"{folder}/data",
            "XDG_CONFIG_HOME": f"{folder}/config",
            "XDG_STATE_HOME": f"{folder}/state",
            "ASYNTAI_BASE_URL": base_url,
            "ASYNTAI_API_KEY": "benchmark-key-0001",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }


class Client(Terminal):
    """The client, started; at 120x36 unless another size is named."""

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        command: Sequence[str] = CLIENT,
        columns: int = COLUMNS,
        rows: int = ROWS,
    ) -> None:
        super().__init__(command, columns=columns, rows=rows, env=env)

    def ready(self) -> None:
        """Wait until everything of the start has been drawn."""
        self.until("50,000")
        self.settle()

    def settle(self, seconds: float = 0.7) -> None:
        """Read until nothing was written for a while."""
        while self.read(seconds):
            pass

    def watch(self, seconds: float) -> None:
        """Read for so many seconds, whatever comes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)

    def press(self, keys: str) -> None:
        """Type keys one at a time, as fingers do, and draw what they do."""
        for key in keys:
            self.type(key)
            self.read(NO_KEY_SENT_WITHIN)

    def choose(self, session_id: str) -> None:
        """Look a session up by its id; Enter then opens it."""
        self.type("\x0f")
        self.until("Open a session")
        self.press(session_id)
        self.settle()

    def open(self, session_id: str) -> float:
        """Open a session by its id; return the seconds from Enter to its painted end."""
        self.choose(session_id)
        began = time.perf_counter()
        self.type("\r")
        self.poll_until(lambda text: LAST_WORDS in text and "Open a session" not in text)
        return time.perf_counter() - began

    def cpu(self) -> float:
        """Seconds of processor time that the client's threads used so far, to the nanosecond."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> float:
        """MiB of memory that are the client's own."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        line = next(line for line in text.splitlines() if line.startswith("Private_Dirty"))
        return int(line.split()[1]) / 1024

    def resident(self) -> float:
        """MiB of memory that the client takes, as ``top`` shows it."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
