"""Unknown messages: those that the service may or may not have taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.models import MessageState, Role
from tui.domain.send_state import IllegalMoveError, after_fault
from tui.store import order
from tui.store.moves import become, insert, require
from tui.store.rows import message, storable

if TYPE_CHECKING:
    import sqlite3

    from tui.domain.faults import Fault
    from tui.domain.models import Message
    from tui.store.database import Database


class Doubts:
    """Reads and settles the *unknown* messages; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sessions(self) -> list[str]:
        """Return the ids of the sessions with unknown messages, the oldest first."""
        rows = await self._database.read(
            lambda connection: connection.execute(
                "SELECT session_id FROM messages WHERE state = 'unknown' "
                "GROUP BY session_id ORDER BY MIN(key)"
            ).fetchall()
        )
        return [row["session_id"] for row in rows]

    async def of(self, session_id: str) -> list[Message]:
        """Return the unknown messages of the session, in order."""
        rows = await self._database.read(
            lambda connection: connection.execute(
                "SELECT * FROM messages WHERE session_id = ? AND state = 'unknown' ORDER BY +position",
                (session_id,),
            ).fetchall()
        )
        return [message(row) for row in rows]

    async def settle(self, doubted: Message, fault: Fault) -> Message:
        """Settle the message by the fault, unless it was settled or sent again meanwhile.

        Returns its current state. The fault says whether it was taken; if it may have been, it stays
        unknown.

        Raises:
            LookupError: if it no longer exists.
        """

        def work(connection: sqlite3.Connection) -> Message:
            found = require(connection, doubted.key)
            if found.state is MessageState.UNKNOWN and found.sending_since == doubted.sending_since:
                return become(connection, doubted.key, after_fault(fault), fault)
            return found

        return await self._database.write(work)

    async def leave(self, key: int, fault: Fault) -> Message:
        """Leave an *unknown* message unresolved, as the person wants: *received*, with the fault.

        Raises:
            IllegalMoveError: if it is no longer unknown.
            LookupError: if it no longer exists.
        """
        return await self._database.write(lambda connection: _left(connection, key, fault))

    async def replace(self, key: int, text: str, fault: Fault) -> Message:
        """Leave an *unknown* message unresolved, and queue a new one with that text before all queued ones.

        Raises:
            IllegalMoveError: if it is no longer unknown.
            LookupError: if it no longer exists.
        """

        def work(connection: sqlite3.Connection) -> Message:
            session_id = _left(connection, key, fault).session_id
            place = order.at_end(connection, session_id)
            new = insert(connection, session_id, place, Role.USER, storable(text), MessageState.QUEUED)
            queued = connection.execute(
                "SELECT key FROM messages WHERE session_id = ? AND state = 'queued' AND key != ? "
                "ORDER BY +position",
                (session_id, new.key),
            ).fetchall()
            for row in queued:  # move the others behind it, in their order
                after = order.at_end(connection, session_id)
                connection.execute("UPDATE messages SET position = ? WHERE key = ?", (after, row["key"]))
            return require(connection, new.key)

        return await self._database.write(work)


def _left(connection: sqlite3.Connection, key: int, fault: Fault) -> Message:
    found = require(connection, key)
    if found.state is not MessageState.UNKNOWN:
        raise IllegalMoveError(found.state, MessageState.RECEIVED)
    return become(connection, key, MessageState.RECEIVED, fault)
