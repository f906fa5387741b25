"""Schema migrations: numbered steps (``PRAGMA user_version``), each in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tui.paths import PRIVATE_FILE
from tui.store.schema import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def migrate(
    connection: sqlite3.Connection, path: Path | None, steps: Sequence[Sequence[str]] = STEPS
) -> None:
    """Run the steps that the file at ``path`` lacks, keeping a copy of it before each.

    A new file is not copied. Two instances may start at once: each step runs under the write lock, in the
    instance that comes first.
    """
    is_new = _version(connection) == 0
    while (version := _version(connection)) < len(steps):
        if path is not None and not is_new:
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


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _keep_copy(connection: sqlite3.Connection, copy: Path) -> None:
    copy.touch(PRIVATE_FILE)
    copy.chmod(PRIVATE_FILE)
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)
