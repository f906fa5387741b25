"""A tmux server of its own, and what its one window shows."""

from __future__ import annotations

import shlex
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path

_SAID = "status=$?; echo; echo status $status; exec sleep 600"
"""After the program: what it left behind stays to be looked at."""


class Tmux:
    """One window that runs a program, attached or not."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._base = ["tmux", "-u", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self._env = {name: value for name, value in env.items() if name not in {"TMUX", "COLUMNS", "LINES"}}

    @property
    def attach(self) -> list[str]:
        """The command that shows the window in another terminal."""
        return [*self._base, "attach"]

    @property
    def text(self) -> str:
        """The window's lines."""
        return self._run("capture-pane", "-p")

    def asked(self, wanted: str) -> str:
        """What tmux says of the window, such as ``#{alternate_on}``."""
        return self._run("display-message", "-p", wanted).strip()

    def press(self, *keys: str) -> None:
        """Press keys by tmux's own names."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._run("send-keys", "-l", text)

    def until(self, wanted: str) -> str:
        """Wait until the window shows a text; return all that it shows."""
        deadline = time.monotonic() + PATIENCE
        while wanted not in (text := self.text):
            assert time.monotonic() < deadline, f"not seen: {wanted!r}\n{text}"
            time.sleep(0.05)
        return text

    def start(self, command: Sequence[str], columns: int, rows: int) -> None:
        """Run a program in the window."""
        size = ("-x", str(columns), "-y", str(rows))
        self._run("new-session", "-d", *size, f"{shlex.join(command)}; {_SAID}")

    def stop(self) -> None:
        """End the server and all that runs in it."""
        self._run("kill-server")

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [*self._base, *command], capture_output=True, text=True, env=self._env, check=True
        )
        return done.stdout


@contextmanager
def running_tmux(
    command: Sequence[str], folder: Path, env: Mapping[str, str], *, columns: int, rows: int
) -> Generator[Tmux]:
    """Run a program in a window of that size until the block ends; the folder takes the server's socket."""
    tmux = Tmux(folder, env)
    tmux.start(command, columns, rows)
    try:
        yield tmux
    finally:
        tmux.stop()
