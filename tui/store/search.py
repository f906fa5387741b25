"""Full-text search over everything that is stored: titles, ids and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.search import MatchPlace, SessionHit
from tui.store.rows import session, storable
from tui.store.summary import unmarked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tui.store.database import Database

_MESSAGES = 400
"""Newest messages with the words that are looked at, to find sessions among them."""

_EXCERPT = 80
"""Characters of an excerpt."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words, so that an index of words does not find a part of a line."""


class Search:
    """Searches a store; any input is safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sessions(self, text: str, limit: int = 50) -> list[SessionHit]:
        """Find sessions of all websites by title, id or a message's words, at most ``limit``.

        First those whose title or id holds the text, then those with the newest messages that have all
        of its words; the last word may be unfinished. Removed sessions are left out.

        Raises:
            StoreError: if the file cannot be read.
        """
        wanted = " ".join(storable(text).replace("\0", " ").split())
        if not wanted:
            return []

        def work(connection: sqlite3.Connection) -> list[SessionHit]:
            found = {match.session.id: match for match in _by_name(connection, wanted, limit)}
            for row in _by_words(connection, wanted):
                if len(found) >= limit:
                    break
                if row["id"] not in found:
                    excerpt = _excerpt(row["content"], wanted)
                    found[row["id"]] = SessionHit(session(row), MatchPlace.TEXT, excerpt)
            return list(found.values())

        return await self._database.read(work)


def _by_name(connection: sqlite3.Connection, wanted: str, limit: int) -> list[SessionHit]:
    rows = connection.execute(
        """
        SELECT *, instr(folded(COALESCE(custom_title, first_question)), :part) AS in_title
        FROM sessions WHERE removed_at IS NULL AND (in_title OR instr(folded(id), :part))
        ORDER BY updated_at DESC LIMIT :limit
        """,
        {"part": wanted.casefold(), "limit": limit},
    )
    return [SessionHit(session(row), MatchPlace.TITLE if row["in_title"] else MatchPlace.ID) for row in rows]


_INDEXED = """
    SELECT sessions.*, content FROM (
        SELECT rowid AS found FROM messages_fts WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT ?
    )
    JOIN messages ON key = found JOIN sessions ON id = session_id
    WHERE removed_at IS NULL ORDER BY key DESC
"""
_SCANNED = """
    SELECT sessions.*, content FROM messages JOIN sessions ON id = session_id
    WHERE instr(content, ?) AND removed_at IS NULL ORDER BY key DESC LIMIT ?
"""


def _by_words(connection: sqlite3.Connection, wanted: str) -> Iterable[sqlite3.Row]:
    if _UNSPACED.search(wanted):
        return connection.execute(_SCANNED, (wanted, _MESSAGES))
    words = wanted.replace('"', '""').split()
    query = " ".join(f'"{word}"' for word in words) + "*"
    return connection.execute(_INDEXED, (query, _MESSAGES))


def _excerpt(content: str, wanted: str) -> str:
    """The part of a message around the first of the words, on one line."""
    folded = content.casefold()
    places = [place for word in wanted.casefold().split() if (place := folded.find(word)) >= 0]
    start = max(0, min(places, default=0) - _EXCERPT // 3)
    return ("…" if start else "") + one_line(unmarked(content[start : start + 2 * _EXCERPT]), _EXCERPT)
