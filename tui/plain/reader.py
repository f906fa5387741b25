"""Reads lines from a terminal or a script.

The terminal's own line editing is kept: no cursor is moved and nothing is redrawn, so that a screen reader,
``script`` and an Emacs shell all see plain lines.
"""

from __future__ import annotations

import asyncio
import errno
import os
import termios
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

TOGETHER = 0.1
"""Seconds within which a further line counts as pasted with the one before: nobody types that fast."""

_LONGEST = 4095
"""Bytes of a line, with its line end, from which on the terminal may have dropped some (Linux, n_tty)."""

_AT_ONCE = 65_536
_MOST = 1 << 20
"""Most bytes that are read as one paste."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Input that arrived together: one line, or several that were pasted or typed ahead."""

    lines: tuple[str, ...]
    cut: bool = False
    """Whether the terminal may have dropped the end of a line."""


class LineReader:
    """Reads lines from a file descriptor without blocking the loop."""

    def __init__(self, descriptor: int, encoding: str) -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self.is_terminal = os.isatty(descriptor)
        self._held = b""
        """Bytes read but not returned yet."""
        self._ended = False
        self._cut = False

    async def read(self) -> Typed | None:
        """Return the next line, or all lines that a terminal sends together; ``None`` at the end of input."""
        while b"\n" not in self._held and not self._ended:
            await self._more()
        if not self.is_terminal:
            return self._one()
        try:
            while not self._ended and len(self._held) < _MOST:
                async with asyncio.timeout(TOGETHER):
                    await self._more()
        except TimeoutError:
            pass  # nothing more came
        return self._all()

    def forget(self) -> None:
        """Drop buffered input of a terminal; Ctrl+C makes the terminal drop its own."""
        if self.is_terminal:
            self._held = b""

    @contextmanager
    def hidden(self) -> Generator[None]:
        """Turn off a terminal's echo; drop what was typed before, or is not read by the end.

        Otherwise half a key could be left to the shell, which would show it.
        """
        if not self.is_terminal:
            yield
            return
        before = termios.tcgetattr(self._descriptor)
        silent = [*before]
        silent[3] &= ~termios.ECHO
        self.forget()
        termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, silent)
        try:
            yield
        finally:
            termios.tcsetattr(self._descriptor, termios.TCSAFLUSH, before)

    def _one(self) -> Typed | None:
        if not self._held:
            return None
        line, _, self._held = self._held.partition(b"\n")
        return Typed((self._text(line),))

    def _all(self) -> Typed | None:
        """Return all complete lines; one left incomplete when the terminal closes is not to be sent."""
        whole, end, self._held = self._held.rpartition(b"\n")
        cut, self._cut = self._cut, False
        return Typed(tuple(self._text(line) for line in whole.split(b"\n")), cut) if end else None

    def _text(self, line: bytes) -> str:
        """Decode a line; bytes of another encoding become lone surrogates, which no message may have."""
        text = line.removesuffix(b"\r").decode(self._encoding, errors="surrogateescape")
        return text.removeprefix("\ufeff")

    async def _more(self) -> None:
        """Read the available bytes, waiting until there are some."""
        await self._ready()
        try:
            data = os.read(self._descriptor, _AT_ONCE)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""  # the terminal is gone
        self._cut |= self.is_terminal and len(data) >= _LONGEST
        self._held += data
        self._ended = not data

    async def _ready(self) -> None:
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        try:
            loop.add_reader(self._descriptor, ready.set)
        except PermissionError:
            return  # a regular file is always ready
        try:
            await ready.wait()
        finally:
            loop.remove_reader(self._descriptor)
