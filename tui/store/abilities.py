"""Results of the checks for optional parts of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.abilities import Tried
from tui.store.rows import micros, moment

if TYPE_CHECKING:
    from tui.domain.abilities import Ability
    from tui.store.database import Database


class Abilities:
    """One row per ability; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, ability: Ability) -> Tried | None:
        """Return the last result, if the ability was checked."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT there, tried_at FROM abilities WHERE name = ?", (ability,)
            ).fetchone()
        )
        return Tried(bool(row["there"]), moment(row["tried_at"])) if row else None

    async def put(self, ability: Ability, tried: Tried) -> None:
        """Store a result in place of the previous one."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO abilities (name, there, tried_at) VALUES (?, ?, ?)",
                (ability, tried.there, micros(tried.at)),
            )
        )

    async def forget(self) -> None:
        """Delete all results, so that every ability is checked again."""
        await self._database.write(lambda connection: connection.execute("DELETE FROM abilities"))
