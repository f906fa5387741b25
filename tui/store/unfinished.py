"""What is typed in a dialog and not accepted, by its place: what the dialog is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.store.rows import storable

if TYPE_CHECKING:
    from tui.store.database import Database
    from tui.store.instances import Instance


class Unfinished:
    """One text a place; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database, instance: Instance) -> None:
        self._database = database
        self._instance = instance

    async def get(self, place: str) -> str:
        """The text of a place; empty if there is none."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT text FROM unfinished WHERE place = ?", (place,)
            ).fetchone()
        )
        return row["text"] if row else ""

    async def put(self, place: str, text: str) -> None:
        """Keep the text of a place."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO unfinished (place, text, owner) VALUES (?, ?, ?)",
                (place, storable(text), self._instance.id),
            )
        )

    async def forget(self, place: str) -> None:
        """Let go of a place's text."""
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM unfinished WHERE place = ?", (place,))
        )

    async def left(self, kind: str) -> dict[str, str]:
        """The texts, by place, of dialogs whose instance has ended; ``kind`` is the place's first word."""
        rows = await self._database.read(
            lambda connection: connection.execute("SELECT place, text, owner FROM unfinished").fetchall()
        )
        return {
            row["place"]: row["text"]
            for row in rows
            if row["place"].split(" ")[0] == kind and not self._instance.is_alive(row["owner"])
        }
