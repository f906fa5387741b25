"""Preferences: small named values kept from one run to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.store.rows import storable

if TYPE_CHECKING:
    from tui.store.database import Database


class Preferences:
    """Named texts; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """Return the value under that name, if there is one."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT value FROM preferences WHERE key = ?", (key,)
            ).fetchone()
        )
        return row["value"] if row else None

    async def put(self, key: str, value: str) -> None:
        """Store ``value`` under that name."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO preferences (key, value) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET value = excluded.value",
                (key, storable(value)),
            )
        )
