"""Unaccepted text of dialogs, stored by place: the kind of dialog and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.store.rows import storable

if TYPE_CHECKING:
    import sqlite3

    from tui.store.database import Database
    from tui.store.instances import Instance


class Unfinished:
    """One text per place; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database, instance: Instance) -> None:
        self._database = database
        self._instance = instance

    def own(self, kind: str, *about: object) -> str:
        """Return a place that no other instance writes to."""
        return " ".join((kind, *map(str, about), self._instance.id))

    async def get(self, place: str) -> str:
        """Return the text of a place; empty if there is none."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT text FROM unfinished WHERE place = ?", (place,)
            ).fetchone()
        )
        return row["text"] if row else ""

    async def put(self, place: str, text: str) -> None:
        """Store the text of a place."""
        await self._database.write(lambda connection: self._put(connection, place, text))

    async def forget(self, place: str) -> None:
        """Delete the text of a place."""
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM unfinished WHERE place = ?", (place,))
        )

    async def left(self, kind: str) -> dict[str, str]:
        """Return the texts, by place, of dialogs whose instance has ended; ``kind`` starts their place."""
        return await self._database.read(lambda connection: self._left(connection, kind))

    async def take_over(self, kind: str) -> str:
        """Move the texts of a kind whose instances have ended to this instance's own place; return them."""

        def work(connection: sqlite3.Connection) -> str:
            left = self._left(connection, kind)
            text = "\n".join(left.values())
            connection.executemany("DELETE FROM unfinished WHERE place = ?", [(place,) for place in left])
            if left:
                self._put(connection, self.own(kind), text)
            return text

        return await self._database.write(work)

    def _put(self, connection: sqlite3.Connection, place: str, text: str) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO unfinished (place, text, owner) VALUES (?, ?, ?)",
            (place, storable(text), self._instance.id),
        )

    def _left(self, connection: sqlite3.Connection, kind: str) -> dict[str, str]:
        rows = connection.execute("SELECT place, text, owner FROM unfinished").fetchall()
        return {
            row["place"]: row["text"]
            for row in rows
            if row["place"].split(" ")[0] == kind and not self._instance.is_alive(row["owner"])
        }
