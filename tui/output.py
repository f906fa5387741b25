"""What commands write: to standard output, of which every failure is told, and to the person who waits."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.domain.api_key import hide_keys
from tui.domain.clean import clean
from tui.domain.faults import ExitStatus

if TYPE_CHECKING:
    from typing import TextIO

_LEFT = {errno.EPIPE: 128 + signal.SIGPIPE, errno.EIO: 128 + signal.SIGHUP}
"""The exit statuses when the reader of a pipe, or the terminal, is gone: as a shell shows these signals."""


class OutputError(Exception):
    """Standard output cannot be written; the text is a sentence for the person."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"Standard output cannot be written: {error.strerror}.")
        self.reader_left = error.errno in _LEFT
        """Whether there is just nobody any more who reads it."""
        self.exit_status: int = _LEFT.get(error.errno or 0, ExitStatus.USAGE)


def write(text: str) -> None:
    """Write a text to standard output, at once.

    Raises:
        OutputError: if it cannot be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _give_up(sys.stdout)
        raise OutputError(error) from None


def say(text: str) -> None:
    """Say a sentence to the person, who may not listen."""
    try:
        sys.stderr.write(f"{clean(hide_keys(text))}\n")
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)


def _give_up(stream: TextIO) -> None:
    """Let a stream end at nothing: the interpreter writes what is left at its end, and would fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_closed_streams() -> None:
    """Where a standard stream was closed by whoever started the program, put one that nobody reads.

    Python has ``None`` there, and the next file that is opened, such as the store, would have its number.
    What is written to a standard output that is closed fails, as it would without Python.
    """
    for name, mode, flags in (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_RDWR),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
