"""The outbox: every step of a message of ours on its way, each in one transaction.

The moves are those of :mod:`tui.domain.send_state`; a message is claimed by one instance, whichever
comes first, so two that share the file never send it twice.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from tui.domain.models import MessageState, Role
from tui.domain.send_state import RETRYABLE, WITHDRAWABLE, IllegalMoveError, after_fault, move
from tui.store import drafts, messages, order, sessions
from tui.store.rows import fault_text, now, storable
from tui.store.summary import summarise

if TYPE_CHECKING:
    import sqlite3

    from tui.domain.faults import Fault
    from tui.domain.models import Message
    from tui.store.database import Database
    from tui.store.instances import Instance


class NoClaim(Enum):
    """Why no message was claimed."""

    EMPTY = auto()
    """None is queued."""
    BUSY = auto()
    """Another message of the session is on its way: one at a time."""


class Outbox:
    """Writes the steps; every method raises ``StoreError`` if the file cannot be written."""

    def __init__(self, database: Database, instance: Instance) -> None:
        self._database = database
        self._instance = instance

    async def enqueue(self, session_id: str, website_id: int, text: str) -> Message:
        """Put a message at the end of the session, *queued*, and clear the session's draft.

        The session is made if it is not known, and listed again if it was removed.
        """

        def work(connection: sqlite3.Connection) -> Message:
            sessions.ensure(connection, session_id, website_id)
            connection.execute("UPDATE sessions SET removed_at = NULL WHERE id = ?", (session_id,))
            drafts.clear(connection, session_id)
            return _insert(
                connection,
                session_id,
                order.at_end(connection, session_id),
                Role.USER,
                storable(text),
                MessageState.QUEUED,
            )

        return await self._database.write(work)

    async def claim(self, session_id: str, key: int | None = None) -> Message | NoClaim:
        """Make the session's first queued message, or the one of that key, *sending* by this instance.

        It moves behind whatever came since it was queued. Once this returns, not even a power cut lets
        the message be taken for one that was not sent.
        """

        def work(connection: sqlite3.Connection) -> Message | NoClaim:
            rows = connection.execute(
                "SELECT key, state FROM messages WHERE session_id = ? AND state IN ('queued', 'sending') "
                "ORDER BY +position",  # the few by their state, not all by their position
                (session_id,),
            ).fetchall()
            if any(row["state"] == MessageState.SENDING for row in rows):
                return NoClaim.BUSY
            chosen = next((row["key"] for row in rows if key in {None, row["key"]}), None)
            if chosen is None:
                return NoClaim.EMPTY
            _to_head_of_queue(connection, session_id, chosen)
            connection.execute(
                "UPDATE messages SET claimed_by = ?, sent_at = ? WHERE key = ?",
                (self._instance.id, now(), chosen),
            )
            return _become(connection, chosen, MessageState.SENDING)

        return await self._database.write_durably(work)

    async def release(self, key: int) -> Message:
        """Give a message that was claimed and surely did not leave back to the queue."""
        return await self._database.write(lambda connection: _become(connection, key, MessageState.QUEUED))

    async def finish(self, key: int, reply: str, seconds: float) -> tuple[Message, Message]:
        """Make the message *answered* and store its reply, in one; returns both."""

        def work(connection: sqlite3.Connection) -> tuple[Message, Message]:
            connection.execute("UPDATE messages SET seconds = ? WHERE key = ?", (seconds, key))
            question = _become(connection, key, MessageState.ANSWERED)
            return question, _store_reply(connection, key, question.session_id, reply, seconds)

        return await self._database.write(work)

    async def settle(self, key: int, fault: Fault) -> Message:
        """Make the message *failed* or *unknown*, as the fault tells."""
        return await self._database.write(
            lambda connection: _become(connection, key, after_fault(fault), fault)
        )

    async def retry(self, key: int) -> Message:
        """Queue a *failed* or *unknown* message again, before all that is queued.

        Raises:
            IllegalMoveError: if it is neither any more.
        """

        def work(connection: sqlite3.Connection) -> Message:
            found = _require(connection, key)
            if found.state not in RETRYABLE:
                raise IllegalMoveError(found.state, MessageState.QUEUED)
            _to_head_of_queue(connection, found.session_id, key)
            connection.execute("UPDATE messages SET at = ? WHERE key = ?", (now(), key))
            return _become(connection, key, MessageState.QUEUED)

        return await self._database.write(work)

    async def withdraw(self, key: int) -> str:
        """Take a *queued* or *failed* message out of the session; returns its text.

        Raises:
            IllegalMoveError: if it is neither any more.
        """

        def work(connection: sqlite3.Connection) -> str:
            found = _require(connection, key)
            if found.state not in WITHDRAWABLE:
                raise IllegalMoveError(found.state, MessageState.QUEUED)
            connection.execute("DELETE FROM messages WHERE key = ?", (key,))
            summarise(connection, found.session_id)
            sessions.drop_if_empty(connection, found.session_id)
            return found.content

        return await self._database.write(work)

    async def queued_sessions(self) -> list[str]:
        """The ids of the sessions in which messages are queued, those that wait longest first."""
        rows = await self._database.read(
            lambda connection: connection.execute(
                "SELECT session_id FROM messages WHERE state = 'queued' GROUP BY session_id ORDER BY MIN(key)"
            ).fetchall()
        )
        return [row["session_id"] for row in rows]

    async def settle_abandoned(self, fault: Fault) -> list[Message]:
        """Settle by ``fault`` what an instance that is no more was sending; returns it."""

        def work(connection: sqlite3.Connection) -> list[Message]:
            rows = connection.execute(
                "SELECT key, claimed_by FROM messages WHERE state = 'sending'"
            ).fetchall()
            return [
                _become(connection, row["key"], after_fault(fault), fault)
                for row in rows
                if not self._instance.is_alive(row["claimed_by"])
            ]

        return await self._database.write(work)


def _require(connection: sqlite3.Connection, key: int) -> Message:
    found = messages.get(connection, key)
    if found is None:
        raise LookupError(f"no message has the key {key}")
    return found


def _become(
    connection: sqlite3.Connection, key: int, state: MessageState, fault: Fault | None = None
) -> Message:
    """Move the message to ``state``; one that is already there only takes the fault."""
    found = _require(connection, key)
    if found.state is not state:
        move(found.state, state)
    connection.execute(
        "UPDATE messages SET state = ?, fault = ? WHERE key = ?", (state, fault_text(fault), key)
    )
    summarise(connection, found.session_id)
    return _require(connection, key)


def _insert(
    connection: sqlite3.Connection,
    session_id: str,
    position: int,
    role: Role,
    content: str,
    state: MessageState,
) -> Message:
    key = connection.execute(
        "INSERT INTO messages (session_id, position, role, content, at, state) VALUES (?, ?, ?, ?, ?, ?) "
        "RETURNING key",
        (session_id, position, role, content, now(), state),
    ).fetchone()["key"]
    summarise(connection, session_id)
    return _require(connection, key)


def _to_head_of_queue(connection: sqlite3.Connection, session_id: str, key: int) -> None:
    """Put the message right behind the last one that is not queued, if it is not there or later."""
    last = connection.execute(
        "SELECT position FROM messages WHERE session_id = ? AND key != ? AND state != 'queued' "
        "ORDER BY position DESC LIMIT 1",
        (session_id, key),
    ).fetchone()
    own = connection.execute("SELECT position FROM messages WHERE key = ?", (key,)).fetchone()["position"]
    if last is not None and own < last["position"]:
        place = order.after(connection, session_id, last["position"])
        connection.execute("UPDATE messages SET position = ? WHERE key = ?", (place, key))


def _store_reply(
    connection: sqlite3.Connection, key: int, session_id: str, reply: str, seconds: float
) -> Message:
    """Store the reply behind its question, unless ``/conversations/`` was quicker to tell of it."""
    position = connection.execute("SELECT position FROM messages WHERE key = ?", (key,)).fetchone()[0]
    told = connection.execute(
        "SELECT key, role, content, seen FROM messages WHERE session_id = ? AND position > ? "
        "ORDER BY position LIMIT 1",
        (session_id, position),
    ).fetchone()
    if (
        told is not None
        and told["seen"]
        and told["role"] == Role.ASSISTANT
        and told["content"].strip() == reply.strip()
    ):
        stored = _require(connection, told["key"])
    else:
        place = order.after(connection, session_id, position)
        stored = _insert(connection, session_id, place, Role.ASSISTANT, reply, MessageState.RECEIVED)
    connection.execute("UPDATE messages SET seconds = ? WHERE key = ?", (seconds, stored.key))
    return _require(connection, stored.key)
