"""Files of a store: create them private, identify, lock, move and delete them."""

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
"""Endings of the files that SQLite keeps beside an open database."""

Identity = tuple[int, int]
"""Device and inode of the file that a path leads to."""


def beside(path: Path, ending: str) -> Path:
    """Return ``path`` with the ending added to its name."""
    return path.with_name(path.name + ending)


def identity(path: Path) -> Identity | None:
    """Identify the file that the path leads to; ``None`` if there is none.

    Raises:
        OSError: if that cannot be determined.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def is_empty(path: Path) -> bool:
    """Whether the file exists and is empty.

    Raises:
        OSError: if that cannot be determined.
    """
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return False


def make_private(path: Path) -> None:
    """Create the file if it is missing, for its owner only; SQLite gives its companions the same mode.

    It is never opened here: closing it would release the locks of another connection of this process.

    Raises:
        UserError: if it is a link, or belongs to another user.
        StoreError: if it cannot be created.
    """
    for ending in ("", *COMPANIONS):
        refuse_foreign_file(beside(path, ending))
    try:
        path.touch(PRIVATE_FILE)
        for ending in ("", *COMPANIONS):
            with suppress(FileNotFoundError):  # another instance deletes them when it closes
                beside(path, ending).chmod(PRIVATE_FILE)
    except OSError as error:
        raise file_error(error, path) from error


@contextmanager
def folder_locked(path: Path) -> Generator[None]:
    """Lock the folder of ``path``, so that no other instance moves the file; create it if it is missing.

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
    """Return a new name beside ``path`` that says what became of the file, and when."""
    return beside(path, f".{word}-{at:%Y%m%d-%H%M%S-%f}")


def move(path: Path, to: Path) -> None:
    """Move a file and its companions.

    Raises:
        OSError: if it cannot be moved.
    """
    for ending in (*COMPANIONS, ""):
        with suppress(FileNotFoundError):
            beside(path, ending).rename(beside(to, ending))


def remove(path: Path) -> None:
    """Delete a file and its companions, if they exist."""
    for ending in ("", *COMPANIONS):
        beside(path, ending).unlink(missing_ok=True)


def forget_journal(path: Path, journal: Identity | None) -> None:
    """Delete the companions at ``path`` if they belong to a file that was there before.

    SQLite would apply them to the file that is there now, and mix the two.
    """
    with suppress(OSError):
        if journal is not None and identity(beside(path, "-wal")) == journal:
            for ending in COMPANIONS:
                beside(path, ending).unlink(missing_ok=True)
