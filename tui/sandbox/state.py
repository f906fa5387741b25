"""State of the sandbox in SQLite: sessions, their messages, and the month's usage.

One connection, for one caller at a time. Several processes may share a file.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

Role = Literal["user", "assistant"]

BUSY_SECONDS = 5.0
"""Seconds to wait for another process that is writing."""

VERSION = 1
"""Version of the schema below, stored as ``PRAGMA user_version``."""

APPLICATION_ID = 0x41537942
"""Marks a file as the sandbox's, so that it never writes to another program's database."""

_TABLES = """
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    website_id INTEGER NOT NULL,
    topic TEXT
) WITHOUT ROWID;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    at INTEGER NOT NULL -- milliseconds since 1970
);
CREATE INDEX messages_by_time ON messages (session_id, at, id);
CREATE TABLE usage (month TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
"""


class StateError(Exception):
    """The database cannot be used; the text is a sentence to show."""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """Message of a session."""

    role: Role
    content: str
    at: datetime
    """Timezone-aware, in UTC, stored to the millisecond."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """Session, with its website and its last topic."""

    id: str
    website_id: int
    topic: str | None = None


class State:
    """Open database; made by :meth:`open`, ended by :meth:`close`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, database: Path | None) -> State:
        """Open ``database``; ``None`` opens one in memory.

        Raises:
            StateError: if the file cannot be opened, is not a sandbox's, or has a newer version.
        """
        try:
            if database is not None:
                database.touch(mode=0o600)
            connection = sqlite3.connect(
                database or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise StateError(f"The sandbox cannot use {database} as its data file: {why}.") from None
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            refusal = _refusal(connection)
            if refusal is None:
                _use_wal(connection)
        except sqlite3.Error as error:
            refusal = str(error)
        if refusal is not None:
            connection.close()
            raise StateError(f"The sandbox cannot use {database} as its data file: {refusal}.")
        return cls(connection)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Generator[None]:
        """Run the block in one write transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def make_tables(self) -> bool:
        """Create the tables in a new database; return whether it was new. Call it in ``writing()``."""
        if _pragma(self._connection, "user_version") == VERSION:
            return False
        for statement in _TABLES.split(";"):
            self._connection.execute(statement)
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._connection.execute(f"PRAGMA user_version = {VERSION}")
        return True

    def session(self, session_id: str) -> StoredSession | None:
        """Return the session with that id; ``None`` if there is none."""
        row = self._connection.execute(
            "SELECT id, website_id, topic FROM sessions WHERE id = ?", (session_id,)
        ).fetchone()
        return None if row is None else StoredSession(*row)

    def keep_session(self, session: StoredSession) -> None:
        """Add a session, or update its topic."""
        self._connection.execute(
            "INSERT INTO sessions VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET topic = excluded.topic",
            (session.id, session.website_id, session.topic),
        )

    def add_messages(self, session_id: str, messages: Iterable[StoredMessage]) -> None:
        """Append messages to a session."""
        self._connection.executemany(
            "INSERT INTO messages (session_id, role, content, at) VALUES (?, ?, ?, ?)",
            ((session_id, each.role, each.content, round(each.at.timestamp() * 1000)) for each in messages),
        )

    def last_messages(self, session_id: str, limit: int) -> list[StoredMessage]:
        """Return the last ``limit`` messages of a session, oldest first; none for an unknown session."""
        rows = self._connection.execute(
            "SELECT role, content, at FROM messages WHERE session_id = ? ORDER BY at DESC, id DESC LIMIT ?",
            (session_id, limit),
        ).fetchall()
        return [
            StoredMessage(row[0], row[1], datetime.fromtimestamp(row[2] / 1000, UTC)) for row in rows[::-1]
        ]

    def used(self, month: str) -> int:
        """Return the number of messages counted in a month such as ``2026-03``."""
        row = self._connection.execute("SELECT used FROM usage WHERE month = ?", (month,)).fetchone()
        return 0 if row is None else int(row[0])

    def set_used(self, month: str, used: int) -> None:
        """Set the number of messages counted in a month."""
        self._connection.execute("INSERT OR REPLACE INTO usage VALUES (?, ?)", (month, used))


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _refusal(connection: sqlite3.Connection) -> str | None:
    """Return why a file cannot be used; ``None`` if it is empty or the sandbox's own."""
    tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and _pragma(connection, "application_id") != APPLICATION_ID:
        return "it belongs to another program"
    if _pragma(connection, "user_version") > VERSION:
        return "a newer version of this program wrote it"
    return None


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging, retrying: SQLite's time-out does not cover two processes switching."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
