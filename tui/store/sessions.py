"""The session index, as the sidebar lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.models import SessionSource
from tui.store.rows import now, session, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tui.domain.models import Session
    from tui.store.database import Database

_TITLE_LENGTH = 200


class Sessions:
    """Reads and writes the sessions of a store; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, website_id: int) -> list[Session]:
        """Return the person's own sessions of a website, without removed ones: pinned first, then newest."""

        def work(connection: sqlite3.Connection) -> list[Session]:
            rows = connection.execute(
                "SELECT * FROM sessions WHERE website_id = ? AND source = ? AND removed_at IS NULL "
                "ORDER BY pinned DESC, updated_at DESC",
                (website_id, SessionSource.OURS),
            )
            return [session(row) for row in rows]

        return await self._database.read(work)

    async def get(self, session_id: str) -> Session | None:
        """Return the session with that id, removed or not, if it is known."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT * FROM sessions WHERE id = ?", (storable(session_id),)
            ).fetchone()
        )
        return session(row) if row else None

    async def register(
        self, sessions: Iterable[tuple[str, int]], source: SessionSource = SessionSource.OURS
    ) -> None:
        """Add sessions that were created elsewhere (id, website id), in this order, not refreshed yet.

        A known session keeps its website, its source, and whether it was removed.
        """

        def work(connection: sqlite3.Connection) -> None:
            moment = now(connection)
            connection.executemany(
                """
                INSERT INTO sessions (id, website_id, source, elsewhere, created_at, updated_at)
                VALUES (?1, ?2, ?3, 1, ?4, ?4) ON CONFLICT (id) DO UPDATE SET elsewhere = 1
                """,
                [
                    (storable(session_id), website_id, source, moment - place)
                    for place, (session_id, website_id) in enumerate(sessions)
                ],
            )

        await self._database.write(work)

    async def rename(self, session_id: str, title: str) -> None:
        """Set the session's title, on one line; an empty one restores its first question."""
        title = one_line(storable(title), _TITLE_LENGTH)
        await self._update("UPDATE sessions SET custom_title = ? WHERE id = ?", title or None, session_id)

    async def pin(self, session_id: str) -> None:
        """Pin the session to the top of the list."""
        await self._update("UPDATE sessions SET pinned = ? WHERE id = ?", 1, session_id)

    async def unpin(self, session_id: str) -> None:
        """Unpin the session."""
        await self._update("UPDATE sessions SET pinned = ? WHERE id = ?", 0, session_id)

    async def remove(self, session_id: str) -> None:
        """Remove the session from the list; its content is kept."""
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE sessions SET removed_at = ? WHERE id = ?", (now(connection), storable(session_id))
            )
        )

    async def restore(self, session_id: str) -> None:
        """Put a removed session back on the list."""
        await self._update("UPDATE sessions SET removed_at = ? WHERE id = ?", None, session_id)

    async def _update(self, statement: str, value: str | int | None, session_id: str) -> None:
        await self._database.write(
            lambda connection: connection.execute(statement, (value, storable(session_id)))
        )


def ensure(connection: sqlite3.Connection, session_id: str, website_id: int) -> None:
    """Create the session if it is not known, within a transaction."""
    moment = now(connection)
    connection.execute(
        """
        INSERT INTO sessions (id, website_id, created_at, updated_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """,
        (storable(session_id), website_id, moment, moment),
    )


def drop_if_empty(connection: sqlite3.Connection, session_id: str) -> None:
    """Delete a session that this client created and in which nothing is left, within a transaction."""
    connection.execute(
        """
        DELETE FROM sessions WHERE id = ? AND NOT elsewhere AND custom_title IS NULL AND message_count = 0
        AND NOT has_draft
        """,
        (session_id,),
    )
