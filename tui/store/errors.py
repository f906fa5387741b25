"""Errors of the store's file, with the sentences that explain them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tui.domain.faults import UserError

if TYPE_CHECKING:
    from pathlib import Path

UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises at a damaged place; its message quotes the file, and so may fail to decode."""


class StoreError(UserError):
    """The store cannot be read or written; the message says why, and what to do."""


class DamagedError(StoreError):
    """The file is damaged."""


class UnreadableRowError(Exception):
    """A row holds what this program never writes: the file is damaged. The error does not quote the row."""


_REASONS = {
    "SQLITE_BUSY": "is held by another program: try again in a moment",
    "SQLITE_LOCKED": "is held by another program: try again in a moment",
    "SQLITE_FULL": "cannot grow, because the disk is full: make room and try again",
    "SQLITE_READONLY": "is read-only: give yourself the right to write to it and to its folder",
    "SQLITE_CANTOPEN": "cannot be opened: see that its folder exists and is yours to write to",
    "SQLITE_IOERR": "could not be read or written, because its disk failed: look after the disk",
}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def store_error(error: sqlite3.Error | UnicodeDecodeError, path: Path | None) -> StoreError | None:
    """Translate an error of SQLite; ``None`` if it may be a defect of ours and not the file's."""
    name = getattr(error, "sqlite_errorname", "")
    where = path or "in memory"
    for code in _DAMAGED:
        if name.startswith(code):
            return damaged(path)
    for code, reason in _REASONS.items():
        if name.startswith(code):
            return StoreError(f"The store {where} {reason}.")
    return None


def damaged(path: Path | None) -> DamagedError:
    """Make the error for a damaged file."""
    return DamagedError(f"The store {path or 'in memory'} is damaged: start again, and it is set aside.")


def file_error(error: OSError, path: Path | None) -> StoreError:
    """Make the error for the file, or one beside it, that cannot be written."""
    return StoreError(f"The store {path} cannot be written: {error.strerror}.")
