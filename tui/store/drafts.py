"""Drafts: the unsent text of each session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.models import Draft
from tui.store.rows import now, storable
from tui.store.sessions import drop_if_empty, ensure

if TYPE_CHECKING:
    import sqlite3

    from tui.store.database import Database
    from tui.store.instances import Instance


class DraftChangedError(Exception):
    """Another instance changed the draft since this one read it: nothing was written."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("the draft was written by another instance")
        self.draft = draft
        """The draft as it is on disk."""


class Drafts:
    """One draft per session; every method raises ``StoreError`` if the file fails.

    Several instances may have a session open: each overwrites only the write that it read last.
    """

    def __init__(self, database: Database, instance: Instance) -> None:
        self._database = database
        self._instance = instance

    async def load(self, session_id: str) -> Draft:
        """Return the draft of the session."""
        return await self._database.read(lambda connection: find(connection, session_id))

    async def save(self, session_id: str, website_id: int, text: str, *, over: Draft) -> Draft:
        """Replace the draft ``over`` with the text; return the draft that is now on disk.

        An empty text deletes the draft, and with it a session that has nothing else.

        Raises:
            DraftChangedError: if another instance stored a different text.
        """

        def work(connection: sqlite3.Connection) -> Draft:
            if find(connection, session_id).text != storable(text):
                require_seen(connection, session_id, over)
            if text:
                ensure(connection, session_id, website_id)
            draft = put(connection, session_id, text, self._instance.id)
            if not text:
                drop_if_empty(connection, session_id)
            return draft

        return await self._database.write(work)


def find(connection: sqlite3.Connection, session_id: str) -> Draft:
    """Return the draft of the session, within a transaction."""
    row = connection.execute(
        "SELECT text, owner, version FROM drafts WHERE session_id = ?", (storable(session_id),)
    ).fetchone()
    return Draft(row["text"], row["owner"], row["version"]) if row else Draft()


def require_seen(connection: sqlite3.Connection, session_id: str, seen: Draft) -> None:
    """Check that the session's draft is still as it was ``seen``, within a transaction.

    Raises:
        DraftChangedError: if another instance stored a different text.
    """
    stored = find(connection, session_id)
    if not stored.is_of_write(seen) and stored.text != seen.text:
        raise DraftChangedError(stored)


def put(connection: sqlite3.Connection, session_id: str, text: str, owner: str) -> Draft:
    """Store the draft of a known session, within a transaction; an equal text is not written again."""
    stored, text = find(connection, session_id), storable(text)
    if stored.text == text:
        return stored
    if not text:
        connection.execute("DELETE FROM drafts WHERE session_id = ?", (storable(session_id),))
        return Draft()
    draft = Draft(text, owner, max(now(connection), stored.version + 1))
    connection.execute(
        "INSERT INTO drafts (session_id, text, owner, version) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "text = excluded.text, owner = excluded.owner, version = excluded.version",
        (storable(session_id), draft.text, draft.owner, draft.version),
    )
    return draft
