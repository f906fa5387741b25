"""Files that only their owner may read: a key is taken from no other."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from tui.domain.faults import UserError

_LIMIT = 4096


def read_private(path: Path) -> str | None:
    """Read a key file, its first 4 KiB, having made sure on the open file that only its owner can.

    ``None`` if there is none.

    Raises:
        UserError: if it cannot be read, is no regular file, or is not its reader's alone.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            check_private(f"The key file {short(path)}", path, os.fstat(descriptor))
            return os.read(descriptor, _LIMIT).decode("utf-8", errors="replace")
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"The key file {short(path)} cannot be read: {error.strerror}.") from None


def check_private(what: str, path: Path, status: os.stat_result) -> None:
    """Accept a regular file of the person's own that is closed to others.

    ``what`` begins the sentences: ``The key file ~/work.key``.

    Raises:
        UserError: if it is another, with the command that mends it.
    """
    if not stat.S_ISREG(status.st_mode):
        raise UserError(f"{what} is not a regular file.")
    if status.st_uid != os.geteuid():
        raise UserError(f"{what} belongs to someone else: copy the key to a file of your own.")
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UserError(f"{what} is open to others: run chmod 600 {shlex.quote(str(path))}")


def expanded(text: str) -> Path:
    """The path that a person wrote, with its ``~`` resolved.

    Raises:
        UserError: if it names a user that there is not.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UserError(f"The key file {text} cannot be found: there is no such user.") from None


def short(path: Path) -> str:
    """The path as a person writes it: from ``~``, where it is below the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (RuntimeError, ValueError):  # there is no home folder, or the path is elsewhere
        return str(path)
