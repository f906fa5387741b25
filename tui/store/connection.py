"""Open a store's file: make it private, check that it is ours, and migrate it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tui.store.errors import UNREADABLE, StoreError, damaged, store_error
from tui.store.file import make_private
from tui.store.functions import add_clock, add_functions
from tui.store.migrations import migrate
from tui.store.schema import STEPS
from tui.store.soundness import Owner, owner, problems

if TYPE_CHECKING:
    from pathlib import Path

    from tui.domain.clock import Clock

BUSY_TIMEOUT = 5_000
"""Milliseconds to wait for another instance's write."""


def connect(path: Path | None, clock: Clock) -> sqlite3.Connection:
    """Connect to the file, created and migrated as needed; ``None`` is in memory. SQL's time is ``clock``'s.

    Raises:
        UserError: if the file is a link or belongs to another user.
        StoreError: if it is of a newer version or another program's; ``DamagedError`` if it is damaged.
        sqlite3.Error: if it cannot be opened.
    """
    if path is not None:
        make_private(path)
    connection = sqlite3.connect(path or ":memory:", timeout=BUSY_TIMEOUT / 1000, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        add_functions(connection)
        add_clock(connection, clock)
        connection.execute("PRAGMA foreign_keys = ON")
        if path is not None:
            _require_ours(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse another program's file before changing anything in it.

    Raises:
        StoreError: if it is another program's, or was written by a newer version.
        DamagedError: if it is ours and its version is impossible.
    """
    whose = owner(connection)
    if whose is Owner.OTHERS:
        raise StoreError(f"The file {path} is a database of another program: move it away.")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise StoreError(
            f"The store {path} was written by a newer asyntai-tui (its version is {version}, this one "
            f"knows {len(STEPS)}): upgrade asyntai-tui, or use another profile."
        )
    if whose is Owner.US and version < 1:
        raise damaged(path)


def _migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    """Run the migrations that the file lacks; if one fails, check the file for damage."""
    try:
        migrate(connection, path)
    except UNREADABLE as error:
        if store_error(error, path) is None and is_damaged(connection):
            raise damaged(path) from None
        raise


def is_damaged(connection: sqlite3.Connection) -> bool:
    """Check the whole file for damage."""
    try:
        return any(problems(connection))
    except UNREADABLE:
        return True
