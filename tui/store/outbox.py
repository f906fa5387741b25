"""The outbox: every step of a message of ours on its way, each in one transaction.

The moves are those of :mod:`tui.domain.send_state`; a message is claimed by one instance, whichever
comes first, so two that share the file never send it twice.
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
    """None is queued that may be sent now."""
    BUSY = auto()
    """Another message of the session is on its way: one at a time."""
    LATER = auto()
    """It is to be tried again, and not yet."""


class Outbox:
    """Writes the steps; every method raises ``StoreError`` if the file cannot be written."""

    def __init__(self, database: Database, instance: Instance) -> None:
        self._database = database
        self._instance = instance

    async def enqueue(self, session_id: str, website_id: int, text: str) -> Message:
        """Put a message at the end of the session, *queued*.

        The session is made if it is not known, and listed again if it was removed.
        """
        return await self._database.write(
            lambda connection: _enqueue(connection, session_id, website_id, text)
        )

    async def enqueue_draft(
        self, session_id: str, website_id: int, text: str, *, over: Draft, behind: str
    ) -> tuple[Message, Draft]:
        """As :meth:`enqueue`, and make what was typed ``behind`` it the draft in the place of ``over``.

        Raises:
            DraftChangedError: if another instance has put another text there: nothing is queued.
        """

        def work(connection: sqlite3.Connection) -> tuple[Message, Draft]:
            drafts.require_seen(connection, session_id, over)
            message = _enqueue(connection, session_id, website_id, text)
            return message, drafts.put(connection, session_id, behind, self._instance.id)

        return await self._database.write(work)

    async def claim(
        self, session_id: str, turn: Turn = FIRST, *, waited_for: datetime | None = None
    ) -> Message | NoClaim:
        """Make the queued message of the session whose turn it is *sending* by this instance.

        It moves behind whatever came since it was queued. Once this returns, not even a power cut lets
        the message be taken for one that was not sent. ``waited_for`` is the time of a next try for which
        was waited long enough, whatever the wall clock shows.
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
        """The message that :meth:`claim` would take; for the time in which the file cannot be written."""

        def work(connection: sqlite3.Connection) -> Message | None:
            row = whose(connection, session_id, turn)
            return None if row is None else message(row)

        return await self._database.read(work)

    async def restore(self, message: Message, website_id: int) -> None:
        """Put a message that this instance has sent back where it was, if the store has lost it."""

        def work(connection: sqlite3.Connection) -> None:
            sessions.ensure(connection, message.session_id, website_id)
            put_back(connection, message, self._instance.id)

        await self._database.write(work)

    async def release(self, key: int) -> Message:
        """Give a message that was claimed and surely did not leave back to the queue."""
        return await self._database.write(lambda connection: become(connection, key, MessageState.QUEUED))

    async def finish(self, key: int, reply: str, seconds: float) -> tuple[Message, Message]:
        """Make the message *answered* and store its reply, in one; returns both."""

        def work(connection: sqlite3.Connection) -> tuple[Message, Message]:
            connection.execute("UPDATE messages SET seconds = ? WHERE key = ?", (seconds, key))
            question = become(connection, key, MessageState.ANSWERED)
            return question, store_reply(connection, question, reply, seconds)

        return await self._database.write(work)

    async def settle(self, key: int, fault: Fault, *, retry_at: datetime | None = None) -> Message:
        """Make the message what the fault tells, or *queued* again if it is to be tried at ``retry_at``."""
        state = after_fault(fault) if retry_at is None else MessageState.QUEUED
        return await self._database.write(
            lambda connection: become(connection, key, state, fault, retry_at=retry_at)
        )

    async def settle_astray(
        self, key: int, fault: Fault, session_id: str, website_id: int, reply: str
    ) -> Message:
        """Settle the message as :meth:`settle` does, and keep a reply that is another session's in that one.

        The session is made if it is not known.
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
        """Put another text in the place of a *queued* message's; a *failed* one is queued again with it.

        Raises:
            IllegalMoveError: if it is neither any more.
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
        """Make a *queued* message that was not taken at its last try *failed*; another stays as it is."""
        return await self._database.write(lambda connection: _give_up(connection, key))

    async def stop_retrying(self, session_id: str) -> list[Message]:
        """Give up what waits for its next try in the session; returns it."""

        def work(connection: sqlite3.Connection) -> list[Message]:
            rows = connection.execute(
                "SELECT key FROM messages WHERE session_id = ? AND state = 'queued' "
                "AND retry_at IS NOT NULL ORDER BY +position",
                (session_id,),
            ).fetchall()
            return [_give_up(connection, row["key"]) for row in rows]

        return await self._database.write(work)

    async def fail_queued(self, fault: Fault) -> None:
        """Make *failed* by ``fault`` whatever is queued, in every session."""

        def work(connection: sqlite3.Connection) -> None:
            rows = connection.execute("SELECT key FROM messages WHERE state = 'queued'").fetchall()
            for row in rows:
                become(connection, row["key"], MessageState.FAILED, fault)

        await self._database.write(work)

    async def retry(self, key: int) -> Message:
        """Queue a *failed* or *unknown* message again, before all that is queued.

        Raises:
            IllegalMoveError: if it is neither any more.
        """

        def work(connection: sqlite3.Connection) -> Message:
            found = require(connection, key)
            if found.state not in RETRYABLE:
                raise IllegalMoveError(found.state, MessageState.QUEUED)
            return _queue_again(connection, found)

        return await self._database.write(work)

    async def withdraw(self, key: int) -> str:
        """Take a *queued* or *failed* message out of the session; returns its text.

        Raises:
            IllegalMoveError: if it is neither any more.
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
    # What the service told of is the try before: this one is a message of its own.
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
