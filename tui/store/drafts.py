"""What is typed in a session and not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.store.rows import storable
from tui.store.sessions import drop_if_empty, ensure

if TYPE_CHECKING:
    import sqlite3

    from tui.store.database import Database


class Drafts:
    """One draft a session; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, session_id: str) -> str:
        """The draft of the session; empty if there is none."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT text FROM drafts WHERE session_id = ?", (session_id,)
            ).fetchone()
        )
        return row["text"] if row else ""

    async def save(self, session_id: str, website_id: int, text: str) -> None:
        """Keep the draft; an empty one is cleared, and with it a session that has nothing else."""

        def work(connection: sqlite3.Connection) -> None:
            if text:
                ensure(connection, session_id, website_id)
                put(connection, session_id, text)
            else:
                clear(connection, session_id)
                drop_if_empty(connection, session_id)

        await self._database.write(work)


def put(connection: sqlite3.Connection, session_id: str, text: str) -> None:
    """Keep the draft of a known session, within a transaction."""
    connection.execute(
        "INSERT INTO drafts (session_id, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text",
        (session_id, storable(text)),
    )


def clear(connection: sqlite3.Connection, session_id: str) -> None:
    """Forget the draft, within a transaction."""
    connection.execute("DELETE FROM drafts WHERE session_id = ?", (session_id,))
