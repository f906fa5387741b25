"""The plain client as a process of its own: in a pseudo-terminal, or fed by a pipe."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import pytest

from tests.cli.conftest import environ, run
from tests.support import PATIENCE
from tests.support.hostile_text import STEERS
from tests.support.sandbox import RunningSandbox, running_sandbox
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["environ", "run"]

CTRL_C, CTRL_D = "\x03", "\x04"


class Talk:
    """A conversation with the program over a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._heard = 0

    def __enter__(self) -> Self:
        self.terminal.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.terminal.__exit__(*error)

    @property
    def text(self) -> str:
        """All that was written so far."""
        return bytes(self.terminal.written).decode(errors="replace").replace("\r\n", "\n")

    def hear(self, wanted: str) -> str:
        """Wait until it says something that it had not said before; return what came up to there."""
        deadline = time.monotonic() + PATIENCE
        while (at := self.text.find(wanted, self._heard)) < 0:
            self.terminal.read()
            assert time.monotonic() < deadline, f"not heard: {wanted!r}\n{self.text[self._heard :]}"
        heard = self.text[self._heard : at + len(wanted)]
        self._heard = at + len(wanted)
        return heard

    def type(self, keys: str) -> None:
        """Type keys, wherever it is."""
        self.terminal.type(keys)

    def say(self, line: str) -> None:
        """Type a line at the prompt."""
        self.hear("You: ")
        self.type(f"{line}\n")

    def ask(self, line: str, answer: str) -> str:
        """Type a line at the prompt, and wait for what is said to it."""
        self.say(line)
        return self.hear(answer)

    def hear_by_and_by(self, wanted: str) -> str:
        """Press Enter, again and again, until something is told before the prompt; return all of that."""
        deadline = time.monotonic() + PATIENCE
        while wanted not in (heard := self.hear("You: ")):
            assert time.monotonic() < deadline, f"not told: {wanted!r}\n{self.text}"
            self.type("\n")
        self.type("\n")
        return heard

    def leave(self) -> int:
        """Press Ctrl+D at the prompt; return the exit status."""
        self.hear("You: ")
        self.type(CTRL_D)
        return self.terminal.exit_status()

    def end(self, number: signal.Signals) -> int:
        """Send the program a signal; return its exit status."""
        self.terminal.process.send_signal(number)
        return self.terminal.exit_status()

    def assert_plain(self) -> None:
        """Nothing but text and line ends was written, and the terminal is as it was."""
        assert [line for line in self.text.split("\n") if STEERS.search(line)] == []
        assert self.terminal.after == self.terminal.before


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox(used=150) as running:
        yield running


@pytest.fixture
def account(environ: dict[str, str], sandbox: RunningSandbox) -> RunningSandbox:
    """The sandbox as the account of the environment."""
    environ |= {"ASYNTAI_API_KEY": sandbox.api_key, "ASYNTAI_BASE_URL": sandbox.base_url}
    return sandbox


@pytest.fixture
def talk(environ: dict[str, str], tmp_path: Path) -> Callable[..., Talk]:
    """Starts the client with these options in a terminal; keyword arguments go to the environment."""

    def talk(*options: str, plain: bool = True, **variables: str) -> Talk:
        command = [sys.executable, "-m", "tui", *(["--plain"] if plain else []), *options]
        env = environ | {"TERM": "dumb", "HOME": str(tmp_path), "LANG": "C.UTF-8"} | variables
        return Talk(Terminal(command, rows=60, columns=200, env=env))

    return talk
