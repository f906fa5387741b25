"""Change tracking: which sessions other instances changed in the shared file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from tui.store.database import Database


class Changes:
    """Tracks changes from the first call of :meth:`look` on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version: int | None = None
        """``PRAGMA data_version``: another number whenever another connection has changed the file."""
        self._number = 0

    async def look(self) -> frozenset[str]:
        """Return the ids of the sessions that changed since the last call, if another instance wrote.

        Costs next to nothing if none did. Sessions that this instance changed itself may be among them.

        Raises:
            StoreError: if the file cannot be read.
        """
        return await self._database.read(self._look)

    def _look(self, connection: sqlite3.Connection) -> frozenset[str]:
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        is_first = self._version is None
        if version == self._version:
            return frozenset()
        self._version = version
        if is_first:
            self._number = connection.execute("SELECT MAX(number) FROM changes").fetchone()[0] or 0
        rows = connection.execute(
            "SELECT number, session_id FROM changes WHERE number > ?", (self._number,)
        ).fetchall()
        self._number = max((row["number"] for row in rows), default=self._number)
        return frozenset(row["session_id"] for row in rows)
