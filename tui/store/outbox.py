"""The outbox: every step in the delivery of our messages, each in one transaction.

The transitions are those of :mod:`tui.domain.send_state`. A message is claimed by one instance, whichever
comes first, so that two that share the file never both send it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from tui.domain.models import MessageState, Role
from tui.domain.send_state import RETRYABLE, WITHDRAWABLE, IllegalMoveError, after_fault
from tui.store import drafts, order, sessions
from tui.store.moves import become, insert, put_back, require, store_reply, to_head_of_queue
from tui.store.rows import message, micros, now, storable
from tui.store.summary import summarise
from tui.store.turns import FIRST, Turn, whose

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui.domain.faults import Fault
    from tui.domain.models import Draft, Message
    from tui.store.database import Database
    from tui.store.instances import Instance


class NoClaim(Enum):
    """Why no message was claimed."""

    EMPTY = auto()
    """No queued message may be sent now."""
    BUSY = auto()
    """Another message of the session is being sent: one at a time."""
    LATER = auto()
    """The message waits for its retry time."""


class Outbox:
    """Writes the delivery steps; every method raises ``StoreError`` if the file cannot be written."""

    def __init__(self, database: Database, instance: Instance) -> None:
        self._database = database
        self._instance = instance

    async def enqueue(self, session_id: str, website_id: int, text: str) -> Message:
        """Queue a message at the end of the session.

        An unknown session is created, a removed one is listed again.
        """
        return await self._database.write(
            lambda connection: _enqueue(connection, session_id, website_id, text)
        )

    async def enqueue_draft(
        self, session_id: str, website_id: int, text: str, *, over: Draft, behind: str
    ) -> tuple[Message, Draft]:
        """Queue a message as :meth:`enqueue` does, and replace the draft ``over`` with the text ``behind``.

        Raises:
            DraftChangedError: if another instance stored a different draft: nothing is queued.
        """

        def work(connection: sqlite3.Connection) -> tuple[Message, Draft]:
            drafts.require_seen(connection, session_id, over)
            message = _enqueue(connection, session_id, website_id, text)
            return message, drafts.put(connection, session_id, behind, self._instance.id)

        return await self._database.write(work)

    async def claim(
        self, session_id: str, turn: Turn = FIRST, *, waited_for: datetime | None = None
    ) -> Message | NoClaim:
        """Claim the session's next queued message: make it *sending* by this instance.

        It moves behind what arrived since it was queued. Once this returns, the claim survives even a power
        failure. ``waited_for`` is a retry time that was waited for, whatever the wall clock shows now.
        """

        def work(connection: sqlite3.Connection) -> Message | NoClaim:
            moment, due = now(connection), None if waited_for is None else micros(waited_for)
            sending = connection.execute(
                "SELECT 1 FROM messages WHERE session_id = ? AND state = 'sending'", (session_id,)
            ).fetchone()
            if sending:
                return NoClaim.BUSY
            chosen = whose(connection, session_id, turn)
            if chosen is None:
                return NoClaim.EMPTY
            if moment < (chosen["retry_at"] or 0) != due:
                return NoClaim.LATER
            to_head_of_queue(connection, session_id, chosen["key"])
            connection.execute(
                "UPDATE messages SET claimed_by = ?, sent_at = ? WHERE key = ?",
                (self._instance.id, moment, chosen["key"]),
            )
            return become(connection, chosen["key"], MessageState.SENDING)

        return await self._database.write_durably(work)

    async def next(self, session_id: str, turn: Turn = FIRST) -> Message | None:
        """Return the message that :meth:`claim` would take; for when the file cannot be written."""

        def work(connection: sqlite3.Connection) -> Message | None:
            row = whose(connection, session_id, turn)
            return None if row is None else message(row)

        return await self._database.read(work)

    async def restore(self, message: Message, website_id: int) -> None:
        """Put back a message that this instance is sending, if the store has lost it."""

        def work(connection: sqlite3.Connection) -> None:
            sessions.ensure(connection, message.session_id, website_id)
            put_back(connection, message, self._instance.id)

        await self._database.write(work)

    async def release(self, key: int) -> Message:
        """Requeue a claimed message that was surely not sent."""
        return await self._database.write(lambda connection: become(connection, key, MessageState.QUEUED))

    async def finish(self, key: int, reply: str, seconds: float) -> tuple[Message, Message]:
        """Make the message *answered* and store its reply, in one transaction; return both."""

        def work(connection: sqlite3.Connection) -> tuple[Message, Message]:
            connection.execute("UPDATE messages SET seconds = ? WHERE key = ?", (seconds, key))
            question = become(connection, key, MessageState.ANSWERED)
            return question, store_reply(connection, question, reply, seconds)

        return await self._database.write(work)

    async def settle(self, key: int, fault: Fault, *, retry_at: datetime | None = None) -> Message:
        """Settle the message by the fault, or queue it again if it is to be retried at ``retry_at``."""
        state = after_fault(fault) if retry_at is None else MessageState.QUEUED
        return await self._database.write(
            lambda connection: become(connection, key, state, fault, retry_at=retry_at)
        )

    async def settle_astray(
        self, key: int, fault: Fault, session_id: str, website_id: int, reply: str
    ) -> Message:
        """Settle the message as :meth:`settle` does, and store a reply for another session in that one.

        An unknown session is created.
        """

        def work(connection: sqlite3.Connection) -> Message:
            sessions.ensure(connection, session_id, website_id)
            place = order.at_end(connection, storable(session_id))
            insert(
                connection,
                storable(session_id),
                place,
                Role.ASSISTANT,
                storable(reply),
                MessageState.RECEIVED,
            )
            return become(connection, key, after_fault(fault), fault)

        return await self._database.write(work)

    async def edit(self, key: int, text: str) -> Message:
        """Replace the text of a *queued* message; a *failed* one is queued again with it.

        Raises:
            IllegalMoveError: if it is no longer either.
        """

        def work(connection: sqlite3.Connection) -> Message:
            found = require(connection, key)
            if found.state not in WITHDRAWABLE:
                raise IllegalMoveError(found.state, MessageState.QUEUED)
            connection.execute("UPDATE messages SET content = ? WHERE key = ?", (storable(text), key))
            if found.state is MessageState.FAILED:
                return _queue_again(connection, found)
            summarise(connection, found.session_id)
            return require(connection, key)

        return await self._database.write(work)

    async def give_up(self, key: int) -> Message:
        """Fail a *queued* message that was not taken at its last attempt; any other stays as it is."""
        return await self._database.write(lambda connection: _give_up(connection, key))

    async def stop_retrying(self, session_id: str) -> list[Message]:
        """Fail the messages of the session that wait for a retry; return them."""

        def work(connection: sqlite3.Connection) -> list[Message]:
            rows = connection.execute(
                "SELECT key FROM messages WHERE session_id = ? AND state = 'queued' "
                "AND retry_at IS NOT NULL ORDER BY +position",
                (session_id,),
            ).fetchall()
            return [_give_up(connection, row["key"]) for row in rows]

        return await self._database.write(work)

    async def fail_queued(self, fault: Fault) -> None:
        """Fail every queued message, in every session, with ``fault``."""

        def work(connection: sqlite3.Connection) -> None:
            rows = connection.execute("SELECT key FROM messages WHERE state = 'queued'").fetchall()
            for row in rows:
                become(connection, row["key"], MessageState.FAILED, fault)

        await self._database.write(work)

    async def retry(self, key: int) -> Message:
        """Queue a *failed* or *unknown* message again, before all queued ones.

        Raises:
            IllegalMoveError: if it is no longer either.
        """

        def work(connection: sqlite3.Connection) -> Message:
            found = require(connection, key)
            if found.state not in RETRYABLE:
                raise IllegalMoveError(found.state, MessageState.QUEUED)
            return _queue_again(connection, found)

        return await self._database.write(work)

    async def withdraw(self, key: int) -> str:
        """Remove a *queued* or *failed* message from the session; return its text.

        Raises:
            IllegalMoveError: if it is no longer either.
        """

        def work(connection: sqlite3.Connection) -> str:
            found = require(connection, key)
            if found.state not in WITHDRAWABLE:
                raise IllegalMoveError(found.state, MessageState.QUEUED)
            connection.execute("DELETE FROM messages WHERE key = ?", (key,))
            summarise(connection, found.session_id)
            sessions.drop_if_empty(connection, found.session_id)
            return found.content

        return await self._database.write(work)

    async def queued_sessions(self) -> list[str]:
        """Return the ids of the sessions with queued messages, the longest waiting first."""
        rows = await self._database.read(
            lambda connection: connection.execute(
                "SELECT session_id FROM messages WHERE state = 'queued' GROUP BY session_id ORDER BY MIN(key)"
            ).fetchall()
        )
        return [row["session_id"] for row in rows]

    async def settle_abandoned(self, fault: Fault) -> list[Message]:
        """Settle by ``fault`` the messages that dead instances were sending; return them."""

        def work(connection: sqlite3.Connection) -> list[Message]:
            rows = connection.execute(
                "SELECT key, claimed_by FROM messages WHERE state = 'sending'"
            ).fetchall()
            return [
                become(connection, row["key"], after_fault(fault), fault)
                for row in rows
                if not self._instance.is_alive(row["claimed_by"])
            ]

        return await self._database.write(work)


def _enqueue(connection: sqlite3.Connection, session_id: str, website_id: int, text: str) -> Message:
    sessions.ensure(connection, session_id, website_id)
    connection.execute("UPDATE sessions SET removed_at = NULL WHERE id = ?", (session_id,))
    place = order.at_end(connection, session_id)
    return insert(connection, session_id, place, Role.USER, storable(text), MessageState.QUEUED)


def _queue_again(connection: sqlite3.Connection, found: Message) -> Message:
    to_head_of_queue(connection, found.session_id, found.key)
    # What the service listed was the earlier attempt: this one is a new message there.
    connection.execute(
        "UPDATE messages SET at = ?, sent_at = NULL, seen = 0, remote_at = NULL WHERE key = ?",
        (now(connection), found.key),
    )
    return become(connection, found.key, MessageState.QUEUED)


def _give_up(connection: sqlite3.Connection, key: int) -> Message:
    found = require(connection, key)
    if found.state is not MessageState.QUEUED or found.fault is None:
        return found
    return become(connection, key, MessageState.FAILED, found.fault)
