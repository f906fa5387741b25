"""Check a database file: which program it belongs to, and whether it is intact."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from tui.store.errors import UnreadableRowError
from tui.store.functions import add_functions
from tui.store.rows import message, session
from tui.store.schema import APPLICATION_ID, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TABLES = ("websites", "account", "sessions", "messages", "drafts", "preferences")
"""The tables whose loss a person would notice."""


ADDED_TABLES = {"unfinished": 3}
"""Tables that a later version added, with that version."""


class Owner(Enum):
    """The program that a file belongs to."""

    NOBODY = auto()
    """It is empty."""
    US = auto()
    OTHERS = auto()


class Text(bytes):
    """A text as raw bytes, which may not be UTF-8; plain ``bytes`` were stored as a blob."""


def owner(connection: sqlite3.Connection) -> Owner:
    """Return the owner of the file by its application id, or by its tables if the id is missing.

    Raises:
        sqlite3.Error: if it cannot be read.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        return Owner.US
    names = {row[0] for row in connection.execute("SELECT CAST(name AS TEXT) FROM sqlite_schema")}
    if names >= set(TABLES):
        return Owner.US
    has_version = connection.execute("PRAGMA user_version").fetchone()[0] != 0
    return Owner.OTHERS if names or has_version else Owner.NOBODY


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Check the whole file and yield its problems, a few words each; nothing if it is sound.

    Raises:
        sqlite3.Error: if it is too damaged to be checked.
    """
    before = connection.text_factory
    connection.text_factory = Text
    try:
        for (found,) in map(tuple, connection.execute("PRAGMA quick_check(3)").fetchall()):
            if found != b"ok":
                yield as_text(found).replace("\n", " ")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not 0 < version <= len(STEPS):
            yield f"it says that its version is {version}"
            return
        if _schema(connection) != _schema_of(version):
            yield "its tables are not those of its version"
            return
        for table in (*TABLES, *(table for table, since in ADDED_TABLES.items() if since <= version)):
            yield from _unreadable(connection, table, current=version == len(STEPS))
    finally:
        connection.text_factory = before


def as_text(value: bytes) -> str:
    """Decode a text, with replacement characters for bytes that are not UTF-8."""
    return value.decode("utf-8", "replace")


def _unreadable(connection: sqlite3.Connection, table: str, *, current: bool) -> Iterator[str]:
    marred = wrong = 0
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of ours
    names = [column[0] for column in cursor.description]
    for values in cursor:
        try:
            row = {name: _strict(value) for name, value in zip(names, values, strict=True)}
            if current:
                _parse(table, row)
        except UnicodeDecodeError:
            marred += 1
        except UnreadableRowError:
            wrong += 1
    if marred:
        yield f"{marred:,} of the {table} hold bytes that are no UTF-8"
    if wrong:
        yield f"{wrong:,} of the {table} cannot be understood"


def _strict(value: Any) -> Any:
    if isinstance(value, Text):
        return value.decode()
    if isinstance(value, bytes):
        raise UnreadableRowError
    return value


def _parse(table: str, row: Mapping[str, Any]) -> None:
    if table == "messages":
        message(row)
    elif table == "sessions":
        session(row)


def _schema(connection: sqlite3.Connection) -> set[tuple[bytes, bytes]]:
    query = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
    return {(bytes(name), bytes(sql or b"")) for name, sql in map(tuple, connection.execute(query))}


def _schema_of(version: int) -> set[tuple[bytes, bytes]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        add_functions(model)
        for step in STEPS[:version]:
            for statement in step:
                model.execute(statement)
        model.text_factory = Text
        return _schema(model)
