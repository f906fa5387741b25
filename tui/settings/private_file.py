"""Files that only their owner may read: a key is taken from no other."""

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
    """How an open file is held: what it is, whose, and who may read or change it."""

    status: os.stat_result
    is_mounted_read_only: bool

    @classmethod
    def of(cls, descriptor: int) -> Held:
        """Look at an open file."""
        flags = os.fstatvfs(descriptor).f_flag
        return cls(os.fstat(descriptor), bool(flags & os.ST_RDONLY))


def open_file(path: Path) -> int:
    """Open a file to read it, and return its descriptor; a pipe in its place is not waited for."""
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def read_private(path: Path) -> str | None:
    """Read a key file, its first 4 KiB, having made sure on the open file that only its owner can.

    ``None`` if there is none.

    Raises:
        UserError: if it cannot be read, is no regular file, or is not its reader's alone.
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
    """Accept a regular file of the person's own that is closed to others.

    A secret that is mounted into a container belongs to root: it is accepted if nobody can change it, and
    only the person's group can read it, or it is mounted read-only, so that no mode can be changed.
    ``what`` begins the sentences: ``The key file ~/work.key``.

    Raises:
        UserError: if it is another, with the command that mends it.
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
    """Whether root lets the group read a file, and nobody else: not root's own file."""
    return os.geteuid() != 0 and not status.st_mode & (stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO)


def expanded(text: str) -> Path:
    """The path that a person wrote, with its ``~`` resolved.

    Raises:
        UserError: if it names a user that there is not.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UserError("The key file of api_key_file cannot be found: there is no such user.") from None


def short(path: Path) -> str:
    """The path as a person writes it: from ``~``, where it is below the home folder."""
    try:
        home = Path.home()
        return str(path) if home == Path(home.root) else f"~/{path.relative_to(home)}"
    except (RuntimeError, ValueError):  # there is no home folder, or the path is elsewhere
        return str(path)
