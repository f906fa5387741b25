"""A small log for a bug report: which calls were made, what came of them, and how long they took.

It holds no content, no key and no value of a query, and nothing that came over the network.
"""

from __future__ import annotations

import logging
import os
import platform
import stat
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from time import gmtime, monotonic
from typing import TYPE_CHECKING, ClassVar

from tui import __version__, paths
from tui.domain.faults import ServiceError, UserError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tui.api.exchange import Call

LOG_BYTES = 256 * 1024
"""Bytes that the log may have before it becomes ``….1``, the only one that is kept beside it."""

_LOG = logging.getLogger("tui.calls")


def log_file() -> Path:
    """Where the log is, where no other file is named."""
    return paths.state_folder() / "calls.log"


def start_log(file: Path | None) -> None:
    """Write what is logged from now on to ``file``, or to the state folder's.

    A log that was not asked for by name and cannot be written is done without: ``doctor`` tells why.

    Raises:
        UserError: if ``file`` cannot be written.
    """
    stop_log()
    try:
        if file is None:
            paths.make_private_folder(log_file().parent)
        handler = _PrivateLog(file or log_file(), maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError as error:
        if file is not None:
            raise UserError(f"The log {file} cannot be written: {error.strerror}.") from None
        return
    except UserError:
        return
    handler.setFormatter(_Line("%(asctime)s.%(msecs)03dZ %(process)d %(message)s", "%Y-%m-%dT%H:%M:%S"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
    _LOG.info("asyntai-tui %s, Python %s, %s", __version__, platform.python_version(), platform.system())


def stop_log() -> None:
    """Close the log."""
    for handler in [*_LOG.handlers]:
        _LOG.removeHandler(handler)
        handler.close()


@contextmanager
def logged(call: Call) -> Generator[None]:
    """Log the call that is made within."""
    began, outcome = monotonic(), "given up"
    try:
        yield
        outcome = "answered"
    except ServiceError as error:
        fault = error.fault
        outcome = f"{fault.kind}" if fault.status is None else f"{fault.kind} ({fault.status})"
        raise
    finally:
        _LOG.info("%s %s after %.3f s", call, outcome, monotonic() - began)


class _Line(logging.Formatter):
    """One line in UTC, whatever the machine's own time is."""

    converter: ClassVar = gmtime


class _PrivateLog(RotatingFileHandler):
    """Files that only their owner can read; one that can be written no more is let go without a word."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        descriptor = os.open(self.baseFilename, flags, paths.PRIVATE_FILE)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, paths.PRIVATE_FILE)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        del record
        _LOG.removeHandler(self)
        with suppress(OSError):
            self.close()
