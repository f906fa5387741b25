"""Call log for bug reports: writes the lines of ``api.logged``, one for each call, to a file."""

from __future__ import annotations

import logging
import os
import platform
import stat
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from time import gmtime
from typing import TYPE_CHECKING, ClassVar

from tui import __version__, paths
from tui.api.logged import LOGGER
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from pathlib import Path

LOG_BYTES = 256 * 1024
"""Size in bytes at which the log is rotated to ``….1``, the only older file that is kept."""


def log_file() -> Path:
    """Return the default path of the log."""
    return paths.state_folder() / "calls.log"


def start_log(file: Path | None) -> None:
    """Start logging calls to ``file``, by default to ``log_file()``.

    If the default file cannot be written there is no log; ``doctor`` reports why.

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
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    LOGGER.info("asyntai-tui %s, Python %s, %s", __version__, platform.python_version(), platform.system())


def stop_log() -> None:
    """Close the log."""
    for handler in [*LOGGER.handlers]:
        LOGGER.removeHandler(handler)
        handler.close()


class _Line(logging.Formatter):
    """Formatter with times in UTC."""

    converter: ClassVar = gmtime


class _PrivateLog(RotatingFileHandler):
    """Rotating log that only its owner can read; it closes silently when writing fails."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        descriptor = os.open(self.baseFilename, flags, paths.PRIVATE_FILE)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, paths.PRIVATE_FILE)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        del record
        LOGGER.removeHandler(self)
        with suppress(OSError):
            self.close()
