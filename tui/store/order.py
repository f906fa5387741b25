"""Positions of messages in their session: integers with gaps between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

STEP = 1 << 20
"""Default gap between neighbours."""


def spread(after: int | None, before: int | None, count: int) -> list[int] | None:
    """Return positions for ``count`` messages strictly between two, either of which may be missing.

    ``None`` if there is no room; :func:`renumber` then makes some.
    """
    if before is None:
        start = 0 if after is None else after
        return [start + STEP * n for n in range(1, count + 1)]
    if after is None:
        return [before - STEP * n for n in range(count, 0, -1)]
    room = (before - after) // (count + 1)
    return [after + room * n for n in range(1, count + 1)] if room else None


def at_end(connection: sqlite3.Connection, session_id: str) -> int:
    """Return a position after every message of the session."""
    last = connection.execute(
        "SELECT MAX(position) FROM messages WHERE session_id = ?", (session_id,)
    ).fetchone()[0]
    return (0 if last is None else last) + STEP


def after(connection: sqlite3.Connection, session_id: str, position: int) -> int:
    """Return a position right after ``position``, before the next message; may renumber the session."""
    following = connection.execute(
        "SELECT key, position FROM messages WHERE session_id = ? AND position > ? ORDER BY position LIMIT 1",
        (session_id, position),
    ).fetchone()
    places = spread(position, following["position"] if following else None, 1)
    if places is None:
        renumber(connection, session_id)
        now = connection.execute(
            "SELECT position FROM messages WHERE key = ?", (following["key"],)
        ).fetchone()
        return now["position"] - STEP // 2
    return places[0]


def renumber(connection: sqlite3.Connection, session_id: str) -> None:
    """Restore the default gap between all messages of the session."""
    connection.execute(
        """
        UPDATE messages SET position = numbered.place * ?
        FROM (
            SELECT key, ROW_NUMBER() OVER (ORDER BY position) AS place FROM messages WHERE session_id = ?
        ) AS numbered
        WHERE messages.key = numbered.key
        """,
        (STEP, session_id),
    )
