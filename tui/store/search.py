"""Full-text search over the stored sessions: titles, ids and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.folding import folded, folded_with_places, searchable
from tui.domain.plain_text import summary_line
from tui.domain.search import MatchPlace, SessionHit
from tui.store.rows import session, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from tui.store.database import Database

_MESSAGES = 400
"""Maximum matching messages that are read to find sessions, the newest."""

_EXCERPT = 80
"""Maximum characters of an excerpt."""


class Search:
    """Searches a store; any input is safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sessions(self, text: str, limit: int = 50) -> list[SessionHit]:
        """Find sessions of all websites by title, id or the words of a message, at most ``limit``.

        First those whose title or id contains all words, then those with the newest messages that do; the
        last word may be a prefix. Removed sessions are left out.

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
                    found[row["id"]] = _hit(row, wanted)
            return list(found.values())

        return await self._database.read(work)


def _by_name(connection: sqlite3.Connection, wanted: str, limit: int) -> list[SessionHit]:
    words = folded(wanted).split() or [wanted]
    rows = connection.execute(
        f"""
        SELECT *, {_all_in("folded(COALESCE(custom_title, first_question))", words)} AS in_title
        FROM sessions WHERE removed_at IS NULL AND (in_title OR {_all_in("folded(id)", words)})
        ORDER BY updated_at DESC LIMIT ?
        """,  # noqa: S608 - nothing but question marks is put in
        (*words, *words, limit),
    )
    return [SessionHit(session(row), MatchPlace.TITLE if row["in_title"] else MatchPlace.ID) for row in rows]


def _all_in(text: str, words: Sequence[str]) -> str:
    """Return the SQL condition that the expression ``text`` contains each word; the words are parameters."""
    return " AND ".join([f"instr({text}, ?) > 0"] * len(words))


_BY_WORDS = """
    SELECT sessions.*, key, content FROM (
        SELECT rowid AS found FROM messages_fts WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT ?
    )
    JOIN messages ON key = found JOIN sessions ON id = session_id
    WHERE removed_at IS NULL ORDER BY key DESC
"""


def _by_words(connection: sqlite3.Connection, wanted: str) -> Iterable[sqlite3.Row]:
    phrases = [searchable(word.replace('"', " ")) for word in wanted.split()]
    query = " ".join(f'"{phrase}"' for phrase in phrases if phrase.strip())
    return connection.execute(_BY_WORDS, (f"{query}*", _MESSAGES)) if query else ()


def _hit(row: sqlite3.Row, wanted: str) -> SessionHit:
    plain = folded(row["content"])
    sought = next((part for part in (wanted, *wanted.split()) if folded(part) in plain), "")
    excerpt = _excerpt(row["content"], wanted)
    return SessionHit(session(row), MatchPlace.TEXT, excerpt, message=row["key"], sought=sought)


def _excerpt(content: str, wanted: str) -> str:
    """Return the part of a message around the first match, on one line."""
    plain, places = folded_with_places(content)
    found = [places[place] for word in folded(wanted).split() if (place := plain.find(word)) >= 0]
    start = max(0, min(found, default=0) - _EXCERPT // 3)
    return ("…" if start else "") + one_line(summary_line(content[start : start + 2 * _EXCERPT]), _EXCERPT)
