"""Whose turn it is in a session's queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of a session's queued messages may be sent."""

    only: int | None = None
    """The key of the one that is meant; else it is the first, unless that waits for the person."""
    just_queued: int | None = None
    """The key of the one that the person has queued a moment ago, seeing how those before it stand."""


FIRST = Turn()


def whose(connection: sqlite3.Connection, session_id: str, turn: Turn) -> sqlite3.Row | None:
    """The queued message whose turn it is, if there is one.

    What was queued behind a message that failed or is unknown since waits until the person has decided about
    that one, and all that is queued later waits with it: nothing is sent past it.
    """
    rows = connection.execute(
        "SELECT * FROM messages WHERE session_id = ? AND state = 'queued' "
        "ORDER BY +position",  # the few by their state, not all by their position
        (session_id,),
    ).fetchall()
    if turn.only is not None:
        return next((row for row in rows if row["key"] == turn.only), None)
    first = next(iter(rows), None)
    if first is None or first["key"] == turn.just_queued:
        return first
    before = connection.execute(
        "SELECT state FROM messages WHERE session_id = ? AND position < ? AND state != 'queued' "
        "ORDER BY position DESC LIMIT 1",
        (session_id, first["position"]),
    ).fetchone()
    return None if before is not None and before["state"] in {"failed", "unknown"} else first
