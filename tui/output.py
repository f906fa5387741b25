"""Output of the commands: results to standard output, where failures raise, and notes to standard error."""

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
"""Exit statuses when the reader of a pipe, or the terminal, is gone: 128 and the signal, as in a shell."""


class OutputError(Exception):
    """Standard output cannot be written; the text is a sentence to show."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"Standard output cannot be written: {error.strerror}.")
        self.reader_left = error.errno in _LEFT
        """Whether the reader or the terminal is gone, which is no failure to report."""
        self.exit_status: int = _LEFT.get(error.errno or 0, ExitStatus.USAGE)


def write(text: str) -> None:
    """Write a text to standard output and flush it.

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
    """Write a sentence to standard error, without keys and control characters; failures are ignored."""
    try:
        sys.stderr.write(f"{clean(hide_keys(text))}\n")
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)


def _give_up(stream: TextIO) -> None:
    """Redirect a stream to the null device: the interpreter flushes it at exit, and would fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_closed_streams() -> None:
    """Open the null device in place of standard streams that were closed when the program started.

    Python sets them to ``None``, and the next file opened, such as the store, would get their descriptor.
    Writing to a closed standard output still fails, as in other programs.
    """
    for name, mode, flags in (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_RDWR),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
