"""Queue order: which message of a session is sent next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of a session's queued messages may be sent."""

    only: int | None = None
    """The key of the one to send; otherwise it is the first, unless that waits for the person."""
    just_queued: int | None = None
    """The key of the one that the person has just queued, seeing the state of those before it."""


FIRST = Turn()


def whose(connection: sqlite3.Connection, session_id: str, turn: Turn) -> sqlite3.Row | None:
    """Return the queued message to send next, if there is one.

    Messages behind one that failed or is unknown wait until the person has decided about that one: nothing
    is sent past it.
    """
    rows = connection.execute(
        "SELECT * FROM messages WHERE session_id = ? AND state = 'queued' "
        "ORDER BY +position",  # ``+``: by the index of states (few rows), not of positions
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
