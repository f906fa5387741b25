"""Merge conversation windows into the stored transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind
from tui.domain.known import Known, Standing
from tui.domain.models import WINDOW_LIMIT, MessageState, RemoteMessage, Role
from tui.domain.reconcile import is_answered
from tui.domain.send_state import move
from tui.domain.transcript_merge import Entry, begins_within, merge
from tui.store import order
from tui.store.rows import fault_of, micros, moment, now
from tui.store.summary import summarise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tui.store.database import Database

TAIL = 4 * WINDOW_LIMIT
"""Newest messages that are read first; the rest is read only if they do not suffice."""

_STANDING = {
    MessageState.QUEUED: Standing.LOCAL,
    MessageState.FAILED: Standing.LOCAL,
    MessageState.SENDING: Standing.UNSURE,
    MessageState.UNKNOWN: Standing.UNSURE,
    MessageState.ANSWERED: Standing.OURS,
    MessageState.RECEIVED: Standing.OURS,
}

_NOT_YET = datetime.max.replace(tzinfo=UTC)
"""Time of a queued message: it is yet to be sent, so it comes after everything that the service lists."""

_MAY_HAVE_BEEN_TAKEN = frozenset({MessageState.UNKNOWN, MessageState.FAILED})
"""States from which a message becomes *answered* when the service lists its reply; rare for *failed*."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A row, with the fields that the merge reads or changes."""

    known: Known
    position: int
    at: int
    state: MessageState
    remote_at: int | None
    author: str | None


class Transcripts:
    """Merges conversation windows into the stored transcripts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def merge(
        self, session_id: str, window: Sequence[RemoteMessage], *, limit: int = WINDOW_LIMIT
    ) -> list[Entry]:
        """Merge a conversation window into the stored session, in one transaction; return the result.

        A message that may have been taken becomes *answered* once its reply is listed. ``limit`` is how many
        messages were requested. The session must be known. Of a long session the result is the end, as far
        back as was read for the merge.

        Raises:
            StoreError: if the file cannot be written.
        """

        def work(connection: sqlite3.Connection) -> list[Entry]:
            # Read the end; all of it only if the window starts before that.
            tail = _stored(connection, session_id, TAIL)
            if len(tail) == TAIL and not begins_within([s.known for s in tail], window, limit=limit):
                tail = _stored(connection, session_id, -1)
            entries = merge([s.known for s in tail], window, limit=limit)
            if not _write(connection, session_id, entries, {s.known.key: s for s in tail}):
                # No room between positions: make some, and write again.
                order.renumber(connection, session_id)
                spaced = _stored(connection, session_id, len(tail))
                _write(connection, session_id, entries, {s.known.key: s for s in spaced})
            summarise(connection, session_id)
            connection.execute(
                "UPDATE sessions SET refreshed_at = ? WHERE id = ?", (now(connection), session_id)
            )
            return entries

        return await self._database.write(work)


def _stored(connection: sqlite3.Connection, session_id: str, limit: int) -> list[_Stored]:
    """Return the newest ``limit`` messages of the session, or all of them if it is -1, oldest first."""
    rows = connection.execute(
        "SELECT * FROM messages WHERE session_id = ? ORDER BY position DESC LIMIT ?", (session_id, limit)
    ).fetchall()
    return [_stored_row(row) for row in reversed(rows)]


def _stored_row(row: sqlite3.Row) -> _Stored:
    state = MessageState(row["state"])
    standing = Standing.SEEN if row["seen"] else _standing(row, state)
    known = Known(
        row["key"],
        Role(row["role"]),
        row["content"],
        _written(row, state),
        standing,
        foreign=bool(row["seen"]) and state is MessageState.RECEIVED and row["seconds"] is None,
    )
    return _Stored(known, row["position"], row["at"], state, row["remote_at"], row["author"])


def _written(row: sqlite3.Row, state: MessageState) -> datetime | None:
    """Return when the message was written: by the service's clock if it listed it, else by ours."""
    if state is MessageState.QUEUED:
        return _NOT_YET
    at = row["remote_at"] if row["seen"] else row["at"] if row["sent_at"] is None else row["sent_at"]
    return None if at is None else moment(at)


def _standing(row: sqlite3.Row, state: MessageState) -> Standing:
    """Return the standing of a message that the service has not listed."""
    if state is MessageState.FAILED:
        fault = fault_of(row["fault"])
        if fault is not None and fault.kind is FaultKind.NOT_TAKEN:
            return Standing.UNSURE  # it was looked up and not found: it may still appear
    if state is MessageState.RECEIVED and row["fault"] is not None:
        return Standing.UNSURE  # the person left it unresolved
    return _STANDING[state]


def _write(
    connection: sqlite3.Connection, session_id: str, entries: list[Entry], stored: dict[int, _Stored]
) -> bool:
    """Write the merged transcript; ``False``, with nothing written, if there is no room for new messages."""
    places = _places(entries, stored)
    if places is None:
        return False
    at = next(iter(stored.values())).at if stored else now(connection)
    for number, (entry, place) in enumerate(zip(entries, places, strict=True)):
        remote = entry.remote
        # New: insert it, at its own time or else at that of the message before.
        if entry.known is None:
            if remote is not None:
                at = at if remote.at is None else micros(remote.at)
                _insert(connection, session_id, place, remote, at)
            continue
        # Known: move it, and if it is listed, mark it as seen and settle its state.
        row = stored[entry.known.key]
        at = row.at
        if place != row.position:
            connection.execute("UPDATE messages SET position = ? WHERE key = ?", (place, entry.known.key))
        if remote is not None:
            _mark_seen(connection, row, remote)
            if row.state is MessageState.RECEIVED and entry.known.standing is Standing.UNSURE:
                connection.execute("UPDATE messages SET fault = NULL WHERE key = ?", (entry.known.key,))
            if row.state in _MAY_HAVE_BEEN_TAKEN and is_answered(entries, number):
                state = move(row.state, MessageState.ANSWERED)
                connection.execute(
                    "UPDATE messages SET state = ?, fault = NULL WHERE key = ?", (state, entry.known.key)
                )
    return True


def _places(entries: list[Entry], stored: dict[int, _Stored]) -> list[int] | None:
    """Return rising positions for all entries: an entry keeps its own if that still rises."""
    places: list[int] = []
    waiting = 0
    last: int | None = None
    for entry in [*entries, None]:
        own = stored[entry.known.key].position if entry and entry.known else None
        # An entry without a usable position waits, and shares the gap before the next one that has one.
        if entry is not None and (own is None or (last is not None and own <= last)):
            waiting += 1
            continue
        found = order.spread(last, own, waiting)
        if found is None:
            return None
        places += found
        if own is not None:
            places.append(own)
            last = own
        waiting = 0
    return places


def _mark_seen(connection: sqlite3.Connection, row: _Stored, remote: RemoteMessage) -> None:
    remote_at = None if remote.at is None else micros(remote.at)
    author = row.author if remote.author is None else remote.author
    if row.known.standing is Standing.SEEN and (remote_at, author) == (row.remote_at, row.author):
        return
    connection.execute(
        "UPDATE messages SET seen = 1, remote_at = ?, author = ? WHERE key = ?",
        (remote_at, author, row.known.key),
    )


def _insert(
    connection: sqlite3.Connection, session_id: str, position: int, remote: RemoteMessage, at: int
) -> None:
    connection.execute(
        """
        INSERT INTO messages (session_id, position, role, content, at, state, author, seen, remote_at)
        VALUES (?, ?, ?, ?, ?, 'received', ?, 1, ?)
        """,
        (
            session_id,
            position,
            remote.role,
            remote.content,
            at,
            remote.author,
            None if remote.at is None else micros(remote.at),
        ),
    )
