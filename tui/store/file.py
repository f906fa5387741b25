"""The files of a store: private, recognised, and set aside whole."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tui.paths import PRIVATE_FILE, make_private_folder, refuse_foreign_file
from tui.store.errors import file_error

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime
    from pathlib import Path

COMPANIONS = ("-wal", "-shm")
"""What SQLite keeps beside a file while it is open."""

Identity = tuple[int, int]
"""Device and inode: what a path leads to."""


def beside(path: Path, ending: str) -> Path:
    """The file beside ``path`` whose name has that ending more."""
    return path.with_name(path.name + ending)


def identity(path: Path) -> Identity | None:
    """What the path leads to; ``None`` if it leads nowhere.

    Raises:
        OSError: if that cannot be found out.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def is_empty(path: Path) -> bool:
    """Whether a file is there that holds nothing.

    Raises:
        OSError: if that cannot be found out.
    """
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return False


def make_private(path: Path) -> None:
    """Make the file if it is missing; SQLite gives the companions that it makes the same mode.

    It is never opened here: closing it would let go of the locks of another connection of this process.

    Raises:
        UserError: if it is a link, or someone else's.
        StoreError: if it cannot be made.
    """
    for ending in ("", *COMPANIONS):
        refuse_foreign_file(beside(path, ending))
    try:
        path.touch(PRIVATE_FILE)
        for ending in ("", *COMPANIONS):
            with suppress(FileNotFoundError):  # another instance that leaves takes them with it
                beside(path, ending).chmod(PRIVATE_FILE)
    except OSError as error:
        raise file_error(error, path) from error


@contextmanager
def folder_locked(path: Path) -> Generator[None]:
    """Keep other instances from moving the file at ``path``; its folder is made if it is missing.

    Raises:
        UserError: if the folder cannot be made.
        OSError: if it cannot be locked.
    """
    make_private_folder(path.parent)
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def stamped(path: Path, word: str, at: datetime) -> Path:
    """A name beside ``path`` that no file has: what became of it, and when."""
    return beside(path, f".{word}-{at:%Y%m%d-%H%M%S-%f}")


def move(path: Path, to: Path) -> None:
    """Move a file with its companions.

    Raises:
        OSError: if it cannot be moved.
    """
    for ending in (*COMPANIONS, ""):
        with suppress(FileNotFoundError):
            beside(path, ending).rename(beside(to, ending))


def remove(path: Path) -> None:
    """Delete a file with its companions, as far as they are there."""
    for ending in ("", *COMPANIONS):
        beside(path, ending).unlink(missing_ok=True)


def forget_journal(path: Path, journal: Identity | None) -> None:
    """Delete the companions of the file at ``path`` if they are those of a file that was there before.

    SQLite would take them for those of the file that is there now, and mix the two.
    """
    with suppress(OSError):
        if journal is not None and identity(beside(path, "-wal")) == journal:
            for ending in COMPANIONS:
                beside(path, ending).unlink(missing_ok=True)
