"""Private files: a key is read only from a file that nobody else can read or change."""

from __future__ import annotations

import codecs
import os
import shlex
import stat
from dataclasses import dataclass
from pathlib import Path

from tui.domain.faults import UserError

_LIMIT = 4096
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Held:
    """Status of an open file: its type, its owner, and who can read or change it."""

    status: os.stat_result
    is_mounted_read_only: bool

    @classmethod
    def of(cls, descriptor: int) -> Held:
        """Return the status of an open file."""
        flags = os.fstatvfs(descriptor).f_flag
        return cls(os.fstat(descriptor), bool(flags & os.ST_RDONLY))


def open_file(path: Path) -> int:
    """Open a file for reading without blocking on a pipe; return its descriptor."""
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def read_private(path: Path) -> str | None:
    """Return the first 4 KiB of a key file, once checked that it is private; ``None`` if there is none.

    Raises:
        UserError: if it cannot be read, is not a regular file, or others can read or change it.
    """
    what = f"The key file {short(path)}"
    try:
        descriptor = open_file(path)
        try:
            check_private(what, path, Held.of(descriptor))
            data = os.read(descriptor, _LIMIT)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"{what} cannot be read: {error.strerror}.") from None
    if data.startswith(_UTF_16):
        raise UserError(f"{what} is UTF-16 text: save it as UTF-8.")
    return data.decode("utf-8-sig", errors="replace")


def check_private(what: str, path: Path, held: Held) -> None:
    """Check that a file is a regular file of this user's, closed to others.

    A secret mounted into a container belongs to root: it is accepted if the mount is read-only, so that its
    mode cannot be changed, or if only root and the group can read it and only root can change it.
    ``what`` begins the sentences: ``The key file ~/work.key``.

    Raises:
        UserError: if it is not, with the command that mends it.
    """
    status, mode = held.status, held.status.st_mode
    if not stat.S_ISREG(mode):
        raise UserError(f"{what} is not a regular file.")
    if status.st_uid == 0 and (held.is_mounted_read_only or _is_handed_down(status)):
        return
    if status.st_uid not in {0, os.geteuid()}:
        raise UserError(f"{what} belongs to someone else: copy the key to a file of your own.")
    if status.st_uid != os.geteuid():
        raise UserError(
            f"{what} belongs to root and is open to others: mount it read-only, or run chmod 440 as root, "
            "with your group as the file's."
        )
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UserError(f"{what} is open to others: run chmod 600 {shlex.quote(str(path))}")


def _is_handed_down(status: os.stat_result) -> bool:
    """Return whether only root and the file's group can read it; never if this user is root."""
    return os.geteuid() != 0 and not status.st_mode & (stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO)


def expanded(text: str) -> Path:
    """Return a path from the settings with its ``~`` expanded.

    Raises:
        UserError: if it names an unknown user.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UserError("The key file of api_key_file cannot be found: there is no such user.") from None


def short(path: Path) -> str:
    """Return a path as displayed: with ``~`` if it is below the home folder."""
    try:
        home = Path.home()
        return str(path) if home == Path(home.root) else f"~/{path.relative_to(home)}"
    except (RuntimeError, ValueError):  # there is no home folder, or the path is elsewhere
        return str(path)
