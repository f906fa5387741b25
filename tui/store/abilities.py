"""Which optional parts of the API were there, and when each was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.abilities import Tried
from tui.store.rows import micros, moment

if TYPE_CHECKING:
    from tui.domain.abilities import Ability
    from tui.store.database import Database


class Abilities:
    """One row an ability; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, ability: Ability) -> Tried | None:
        """Read what was found out last, if it was tried."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT there, tried_at FROM abilities WHERE name = ?", (ability,)
            ).fetchone()
        )
        return Tried(bool(row["there"]), moment(row["tried_at"])) if row else None

    async def put(self, ability: Ability, tried: Tried) -> None:
        """Keep what was found out, in the place of what was before."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO abilities (name, there, tried_at) VALUES (?, ?, ?)",
                (ability, tried.there, micros(tried.at)),
            )
        )

    async def forget(self) -> None:
        """Have every ability tried anew."""
        await self._database.write(lambda connection: connection.execute("DELETE FROM abilities"))
