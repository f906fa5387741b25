"""Bringing a file to the newest schema, step by step, each in one transaction (``PRAGMA user_version``)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tui.paths import PRIVATE_FILE
from tui.store.errors import StoreError
from tui.store.schema import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def migrate(
    connection: sqlite3.Connection, path: Path | None, steps: Sequence[Sequence[str]] = STEPS
) -> None:
    """Run the steps that the file at ``path`` still lacks, with a copy of it kept before each.

    Of a file that is just being made there is nothing to copy. Two instances may start at once: a step is
    taken under the write lock, by whoever comes first.

    Raises:
        StoreError: if the file was written by a newer version, or is some other program's.
    """
    is_new = _version(connection) == 0
    while (version := _version(connection)) < len(steps):
        if version == 0:
            _require_empty(connection, path)
        elif path is not None and not is_new:
            _keep_copy(connection, path.with_name(f"{path.name}.before-{version + 1}"))
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == version:
                for statement in steps[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    if version > len(steps):
        raise StoreError(
            f"The store {path} was written by a newer asyntai-tui (its version is {version}, this one "
            f"knows {len(steps)}): upgrade asyntai-tui, or use another profile."
        )


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _require_empty(connection: sqlite3.Connection, path: Path | None) -> None:
    connection.execute("BEGIN")
    tables = connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]
    foreign = tables and _version(connection) == 0  # another instance may just have made them
    connection.execute("COMMIT")
    if foreign:
        raise StoreError(f"The file {path} is a database of another program: move it away.")


def _keep_copy(connection: sqlite3.Connection, copy: Path) -> None:
    copy.touch(PRIVATE_FILE)
    copy.chmod(PRIVATE_FILE)
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)
