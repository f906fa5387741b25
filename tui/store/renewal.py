"""Recovery from a damaged, deleted or replaced file, and the sentences that report it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tui.paths import PRIVATE_FILE
from tui.store.connection import connect
from tui.store.errors import UNREADABLE
from tui.store.file import beside, move, remove, stamped
from tui.store.salvage import salvage
from tui.store.soundness import Owner, owner

if TYPE_CHECKING:
    from pathlib import Path

    from tui.domain.clock import Clock

DELETED = "The store {path} was deleted while the client ran. It was written again: nothing is lost."
EMPTIED = (
    "The store {path} was empty: a new one was begun in it. "
    "If you have a copy of the old one, close every client and put it back."
)

_CONTENT = """
    SELECT 'message', key, session_id, content FROM messages
    UNION ALL SELECT 'draft', 0, session_id, text FROM drafts
"""


def replaced(path: Path, kept: Path) -> str:
    """Report that another file took the store's place, and where the store is kept."""
    return (
        f"Another file was put in the place of the store {path}. All that this client has goes on in {kept}: "
        f"close every client and move it back to {path.name}, or the next start goes on with the other file."
    )


def rebuilt(path: Path, clock: Clock) -> str:
    """Rebuild a damaged file from what can be read, and set it aside whole; return the report.

    Raises:
        OSError: if there is no room, or files cannot be moved; then nothing was.
        sqlite3.Error: if the new file cannot be written; then nothing was moved.
    """
    fresh = beside(path, ".fresh")
    remove(fresh)
    try:
        with closing(connect(fresh, clock)) as connection:
            found = salvage(path, connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        aside = stamped(path, "damaged", clock.now())
        move(path, aside)
        fresh.rename(path)
    finally:
        remove(fresh)
    return f"The store was damaged. {found.sentence} The damaged file is kept as {aside}."


def copied(connection: sqlite3.Connection, to: Path) -> Path:
    """Copy everything that a connection sees into a new file, readable by its owner only.

    Raises:
        OSError: if it cannot be created.
        sqlite3.Error: if it cannot be written.
    """
    remove(to)
    to.touch(PRIVATE_FILE)
    with closing(sqlite3.connect(to)) as target:
        connection.backup(target)
    return to


def holds_all(path: Path, copy: Path) -> bool:
    """Whether the file at ``path`` is a store with every message and draft of the copy.

    It is if another instance has written it again. A copy that cannot be read counts as contained.
    """
    try:
        with closing(sqlite3.connect(copy)) as connection:
            own = {hash(tuple(row)) for row in connection.execute(_CONTENT)}
    except UNREADABLE:
        return True
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as other:
            if owner(other) is not Owner.US:
                return False
            return own <= {hash(tuple(row)) for row in other.execute(_CONTENT)}
    except UNREADABLE:
        return False
