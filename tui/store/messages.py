"""Read stored transcripts page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.models import TranscriptPage
from tui.domain.sought import Sought
from tui.store.rows import message

if TYPE_CHECKING:
    import sqlite3

    from tui.domain.models import Message
    from tui.store.database import Database

PAGE = 200
"""Default page size, in messages."""

_CONTENTS = "SELECT key, content FROM messages WHERE session_id = ? ORDER BY position"

_START = "SELECT * FROM messages WHERE session_id = :session ORDER BY position LIMIT :limit"
_END = "SELECT * FROM messages WHERE session_id = :session ORDER BY position DESC LIMIT :limit"
_BEFORE = """
    SELECT * FROM messages WHERE session_id = :session
    AND position < (SELECT position FROM messages WHERE key = :key AND session_id = :session)
    ORDER BY position DESC LIMIT :limit
"""
_AFTER = """
    SELECT * FROM messages WHERE session_id = :session
    AND position > (SELECT position FROM messages WHERE key = :key AND session_id = :session)
    ORDER BY position LIMIT :limit
"""


class Messages:
    """Reads the messages of a store; every method raises ``StoreError`` if the file cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: int) -> Message | None:
        """Return the message with that key, if there is one."""
        return await self._database.read(lambda connection: get(connection, key))

    async def page(
        self, session_id: str, *, before: int | None = None, after: int | None = None, limit: int = PAGE
    ) -> TranscriptPage:
        """Return a page of the transcript: its end, or ``before`` or ``after`` the message with that key.

        Empty if that message is not in the session, or the session is unknown.
        """
        if after is not None:
            return await self._page(session_id, _AFTER, after, limit)
        if before is not None:
            return await self._page(session_id, _BEFORE, before, limit)
        return await self._page(session_id, _END, None, limit)

    async def first_page(self, session_id: str, *, limit: int = PAGE) -> TranscriptPage:
        """Return the first page of the transcript."""
        return await self._page(session_id, _START, None, limit)

    async def around(self, session_id: str, key: int, *, limit: int = PAGE) -> TranscriptPage:
        """Return a page that starts a little before the message with that key."""
        before = await self.page(session_id, before=key, limit=limit // 4)
        if not before.messages:
            return await self.first_page(session_id, limit=limit)
        return await self.page(session_id, after=before.messages[0].key, limit=limit)

    async def with_text(self, session_id: str, text: str) -> list[int]:
        """Return the keys of the messages that show ``text`` (see :mod:`tui.domain.sought`), oldest first."""
        sought = Sought(text)

        def work(connection: sqlite3.Connection) -> list[int]:
            rows = connection.execute(_CONTENTS, (session_id,))
            return [row["key"] for row in rows if sought.is_shown_in(row["content"])]

        return await self._database.read(work)

    async def questions(self, session_id: str, *, limit: int = 100) -> list[str]:
        """Return the questions of this session, newest first, without consecutive repeats."""

        def work(connection: sqlite3.Connection) -> list[str]:
            rows = connection.execute(
                """
                SELECT content FROM messages WHERE session_id = ? AND role = 'user'
                ORDER BY position DESC LIMIT ?
                """,
                (session_id, limit),
            )
            contents = [row["content"] for row in rows]
            return [text for n, text in enumerate(contents) if n == 0 or text != contents[n - 1]]

        return await self._database.read(work)

    async def _page(self, session_id: str, query: str, key: int | None, limit: int) -> TranscriptPage:
        def work(connection: sqlite3.Connection) -> TranscriptPage:
            rows = connection.execute(query, {"session": session_id, "key": key, "limit": limit}).fetchall()
            rows.sort(key=lambda row: row["position"])
            older, newer, total = connection.execute(
                """
                SELECT
                    EXISTS (SELECT 1 FROM messages WHERE session_id = :session AND position < :first),
                    EXISTS (SELECT 1 FROM messages WHERE session_id = :session AND position > :last),
                    (SELECT message_count FROM sessions WHERE id = :session)
                """,
                {
                    "session": session_id,
                    "first": rows[0]["position"] if rows else None,
                    "last": rows[-1]["position"] if rows else None,
                },
            ).fetchone()
            messages = tuple(message(row) for row in rows)
            return TranscriptPage(session_id, messages, bool(older), bool(newer), total or 0)

        return await self._database.read(work)


def get(connection: sqlite3.Connection, key: int) -> Message | None:
    """Return the message with that key, within a transaction."""
    row = connection.execute("SELECT * FROM messages WHERE key = ?", (key,)).fetchone()
    return message(row) if row else None
