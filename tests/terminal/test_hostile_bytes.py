"""The real program in a pty against a service that says anything: what reaches the terminal, byte for byte.

One process meets every example: each is a refresh that brings hostile names, plans, questions, replies,
authors and times, and some go on to a dialog, a reply, an error, a paste or the clipboard. For a longer run:
``HOSTILE_EXAMPLES=5000 .venv/bin/python -m pytest tests/terminal/test_hostile_bytes.py``.
"""

from __future__ import annotations

import base64
import codecs
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support import PATIENCE
from tests.support.faulty_server import FaultyServer, error
from tests.support.hostile_service import Fields, HostileService
from tests.support.hostile_text import STEERS, hostile_count, hostile_limit, hostile_text, hostile_time
from tests.support.terminal import Terminal
from tests.terminal.client import CLIENT, CTRL_O, CTRL_P, CTRL_Q, CTRL_T, ESCAPE
from tests.terminal.wire_grammar import CLIPBOARD, forbidden

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "120"))
COLUMNS, ROWS = 92, 18
START = datetime(2100, 3, 1, tzinfo=UTC)
"""Later than any message that the program sends, so that what the service tells last stands last."""
F1, F3, F5 = "\x1bOP", "\x1bOR", "\x1b[15~"
CTRL_F, CTRL_Y = "\x06", "\x19"

DIALOGS = {
    "help": (F1, "─ Help ─"),
    "usage": (F3, "Usage this month"),
    "open": (CTRL_O, "Open a session"),
    "palette": (CTRL_P, "Search for commands"),
    "websites": (CTRL_T, "Choose a website"),
}
ACTS = [*DIALOGS, "ask", "error", "paste", "copy"]
EVERY = 8
"""Examples to one act: they take longer."""


def row(role: Any, content: str, at: object, **fields: object) -> Fields:
    return {"role": role, "content": content, "timestamp": at, **fields}


@dataclass
class Example:
    """What the service says at one refresh."""

    names: list[str]
    email: str
    plan: str
    used: int
    limit: int | None
    texts: list[str]
    role: str | None
    author: object
    times: list[str | None]


examples = st.builds(
    Example,
    names=st.lists(hostile_text, min_size=4, max_size=4),
    email=hostile_text,
    plan=hostile_text,
    used=hostile_count,
    limit=hostile_limit,
    texts=st.lists(hostile_text, min_size=5, max_size=5),
    role=st.none() | st.sampled_from(["user", "assistant"]) | hostile_text,
    author=st.none() | hostile_text,
    times=st.lists(hostile_time, min_size=3, max_size=3),
)


@dataclass
class Client:
    """The program in its terminal, and the service it speaks to."""

    terminal: Terminal
    service: HostileService
    number: int = 0
    _judged: int = 0
    _decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def meet(self, example: Example) -> None:
        """Live through an example; the program must answer to every key and write nothing it should not."""
        assert self.terminal.process.poll() is None, "the program has ended"
        self.number += 1
        act = ACTS[self.number // EVERY % len(ACTS)] if self.number % EVERY == 0 else ""
        self._say(example, calm=act == "ask")
        self._press(F5, self._mark)
        self._act(act, example)
        self._judge("")

    @property
    def _mark(self) -> str:
        return f"m{self.number}m"

    def _say(self, example: Example, *, calm: bool) -> None:
        """Have the service say it; where it is ``calm`` there are messages left to be sent."""
        names, times = example.names, example.times
        texts = [f"{text} {self.number}" for text in example.texts]  # none is one of before
        at = (START + timedelta(minutes=self.number)).isoformat()
        self.service.websites = [
            {"id": 1, "name": names[0], "domain": names[1], "is_primary": True},
            {"id": 2, "name": names[2], "domain": names[3], "is_primary": False},
        ]
        self.service.account = {
            "email": example.email,
            "plan": example.plan,
            "messages_used": 1 if calm else example.used,
            "messages_limit": 100 if calm else example.limit,
        }
        self.service.messages = [
            self.service.messages[-1],  # by which the program knows where the others belong
            row("user", texts[0], times[0]),
            row("assistant", texts[1], times[1], agent_name=example.author),
            row(example.role, texts[2], times[2], agent_name=example.author, sender_type="human"),
            row("user", texts[3], at),
            row("assistant", f"{self._mark} {example.texts[4]}", at),
        ]
        self.service.reply = f"{example.texts[0]}\n\na{self._mark}"
        self.service.instead = {}

    def _act(self, act: str, example: Example) -> None:
        match act:
            case "ask":
                self._press("q", "› q")
                self.terminal.read(0.1)  # an Enter on the heels of a letter is part of a paste
                self._press("\r", f"a{self._mark}")
            case "error":
                self._error(example)
            case "paste":
                self._paste(example)
            case "copy":
                self._copy()
            case "":
                pass
            case dialog:
                key, title = DIALOGS[dialog]
                self._press(key, title)
                self._leave(title)

    def _error(self, example: Example) -> None:
        self.service.instead = {"websites/": error(400, f"e{self._mark} {example.texts[0]}")}
        self._press(F5, f"e{self._mark}")

    def _paste(self, example: Example) -> None:
        text = example.texts[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._press(CTRL_F, "Find")
        self._press(f"\x1b[200~{text} p{self._mark}\x1b[201~", "no match")
        self._leave("no match")

    def _copy(self) -> None:
        self._judge("")
        before = len(self.terminal.written)
        self._press(CTRL_Y, "Sent the last reply")
        (sent,) = CLIPBOARD.findall(bytes(self.terminal.written[before:]).decode())
        text = base64.b64decode(sent).decode()
        assert text.startswith(self._mark)
        assert not STEERS.search(text.replace("\n", "").replace("\t", ""))
        self._judge(sent)

    def _press(self, keys: str, wanted: str) -> None:
        self.terminal.type(keys)
        self._until(lambda: wanted in self._seen, wanted)

    def _leave(self, what: str) -> None:
        self.terminal.type(ESCAPE)
        self._until(lambda: what not in self._seen, f"gone: {what}")

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait, quicker than ``Terminal.until``: it is done a thousand times."""
        deadline = time.monotonic() + PATIENCE
        while not self.terminal.read(0.005) or not holds():
            assert time.monotonic() < deadline, f"not seen: {what!r}\n{self._seen}"

    @property
    def _seen(self) -> str:
        """The screen's lines; ``Terminal.text`` fails on characters that make no cell."""
        screen = self.terminal.screen
        return "\n".join("".join(screen.buffer[y][x].data for x in range(COLUMNS)) for y in range(ROWS))

    def _judge(self, sent_to_clipboard: str) -> None:
        """Look at what was written since; what is not whole yet is looked at next time."""
        new = bytes(self.terminal.written[self._judged :])
        self._judged += len(new)
        text = self._decoder.decode(new)
        if sent_to_clipboard:
            text = text.replace(f"\x1b]52;c;{sent_to_clipboard}\x07", "", 1)
        wrong = forbidden(text, COLUMNS, ROWS)
        assert not wrong, wrong


def test_nothing_that_a_service_says_acts_on_the_terminal(own_env: dict[str, str]) -> None:
    service = HostileService(messages=[row("assistant", "m0m", START.isoformat())])
    with FaultyServer(service) as server:
        command = [*CLIENT, "--base-url", server.base_url, "--session", "s1", "--reveal", "off"]
        env = {**own_env, "ASYNTAI_API_KEY": "some-key"}
        with Terminal(command, columns=COLUMNS, rows=ROWS, env=env) as terminal:
            terminal.until("m0m")
            client = Client(terminal, service)

            # Not shrunk: the program has lived through all that came before.
            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            )
            @given(examples)
            def every_example(example: Example) -> None:
                client.meet(example)

            every_example()
            terminal.type(CTRL_Q)
            assert terminal.exit_status() == 0
            assert client.number >= EXAMPLES
