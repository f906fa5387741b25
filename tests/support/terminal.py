"""A program in a real pseudo-terminal, and what a person would see of it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Self

import pyte

from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SIZE = ("COLUMNS", "LINES")
"""Variables that would say another size than the terminal's: pytest-xdist sets them."""


class Terminal:
    """Runs a program in a pty of ``columns`` by ``rows`` cells; pyte draws what it writes.

    Where the pty is not ``controlling``, the program gets no signals from it.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 36,
        env: Mapping[str, str] | None = None,
        controlling: bool = True,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        """Every byte that the program wrote to the terminal."""
        self._master, slave = pty.openpty()
        self._hung_up = False
        self._set_size(columns, rows)
        self.before = termios.tcgetattr(slave)
        self._slave = slave
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={name: value for name, value in (env or os.environ).items() if name not in _SIZE},
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._slave)
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal's own end, as a line that drops does."""
        if not self._hung_up:
            self._hung_up = True
            os.close(self._master)

    @property
    def text(self) -> str:
        """The screen's lines."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def after(self) -> list[object]:
        """The terminal's attributes now; those it began with are in ``before``."""
        return termios.tcgetattr(self._slave)

    def type(self, keys: str | bytes) -> None:
        """Send keys as the terminal would: in UTF-8, or in bytes of another encoding."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size and say so."""
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def wait_for_output(self, patience: float = PATIENCE) -> None:
        """Wait until the program writes, and leave it unread: as much as the pty holds, it writes no more."""
        assert select.select([self._master], [], [], patience)[0], "nothing was written"

    def read(self, seconds: float = 0.05) -> bytes:
        """Take what the program writes until nothing more comes for ``seconds`` seconds."""
        taken = bytearray()
        while select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                break
            taken += data
            self._stream.feed(data)
        self.written += taken
        return bytes(taken)

    def until(self, wanted: str | Callable[[str], bool], patience: float = PATIENCE) -> str:
        """Wait until the screen shows a text, or satisfies a predicate; return the screen."""
        deadline = time.monotonic() + patience
        while True:
            self.read()
            text = self.text
            if wanted in text if isinstance(wanted, str) else wanted(text):
                return text
            if time.monotonic() > deadline:
                raise AssertionError(f"not seen within {patience} s: {wanted!r}\n{text}")

    def poll_until(self, wanted: str | Callable[[str], bool], patience: float = PATIENCE) -> None:
        """As :meth:`until`, reading as fast as it comes: for what is timed."""
        deadline = time.monotonic() + patience
        while not (wanted in self.text if isinstance(wanted, str) else wanted(self.text)):
            self.read(0.001)
            if time.monotonic() > deadline:
                raise AssertionError(f"not seen within {patience} s: {wanted!r}\n{self.text}")

    def exit_status(self, patience: float = PATIENCE) -> int:
        """Wait for the program's end; negative for a signal."""
        deadline = time.monotonic() + patience
        while self.process.poll() is None:
            self.read()
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {patience} s\n{self.text}")
        self.read()
        return self.process.returncode

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
