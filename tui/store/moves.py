"""State changes and positions of our messages, within the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.models import MessageState, Role
from tui.domain.send_state import move
from tui.store import messages, order
from tui.store.rows import fault_text, micros, now
from tui.store.summary import summarise

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui.domain.faults import Fault
    from tui.domain.models import Message


def require(connection: sqlite3.Connection, key: int) -> Message:
    """Return the message with that key.

    Raises:
        LookupError: if there is none.
    """
    found = messages.get(connection, key)
    if found is None:
        raise LookupError(f"no message has the key {key}")
    return found


def become(
    connection: sqlite3.Connection,
    key: int,
    state: MessageState,
    fault: Fault | None = None,
    *,
    retry_at: datetime | None = None,
) -> Message:
    """Change the message's state; one that has it already only takes the fault and the retry time.

    Raises:
        IllegalMoveError: if the transition is not allowed.
        LookupError: if there is none.
    """
    found = require(connection, key)
    if found.state is not state:
        move(found.state, state)
    connection.execute(
        "UPDATE messages SET state = ?, fault = ?, retry_at = ? WHERE key = ?",
        (state, fault_text(fault), None if retry_at is None else micros(retry_at), key),
    )
    summarise(connection, found.session_id)
    return require(connection, key)


def insert(
    connection: sqlite3.Connection,
    session_id: str,
    position: int,
    role: Role,
    content: str,
    state: MessageState,
) -> Message:
    """Insert a message into the session, with the current time."""
    key = connection.execute(
        "INSERT INTO messages (session_id, position, role, content, at, state) VALUES (?, ?, ?, ?, ?, ?) "
        "RETURNING key",
        (session_id, position, role, content, now(connection), state),
    ).fetchone()["key"]
    summarise(connection, session_id)
    return require(connection, key)


def put_back(connection: sqlite3.Connection, message: Message, instance: str) -> None:
    """Insert a message that an instance is *sending* at the end of its session, unless it is stored."""
    connection.execute(
        "INSERT OR IGNORE INTO messages (key, session_id, position, role, content, at, state, claimed_by) "
        "VALUES (?, ?, ?, ?, ?, ?, 'sending', ?)",
        (
            message.key,
            message.session_id,
            order.at_end(connection, message.session_id),
            message.role,
            message.content,
            micros(message.at),
            instance,
        ),
    )
    summarise(connection, message.session_id)


def to_head_of_queue(connection: sqlite3.Connection, session_id: str, key: int) -> None:
    """Move the message right behind the last one that is not queued, unless it already comes after it."""
    last = connection.execute(
        "SELECT position FROM messages WHERE session_id = ? AND key != ? AND state != 'queued' "
        "ORDER BY position DESC LIMIT 1",
        (session_id, key),
    ).fetchone()
    own = connection.execute("SELECT position FROM messages WHERE key = ?", (key,)).fetchone()["position"]
    if last is not None and own < last["position"]:
        place = order.after(connection, session_id, last["position"])
        connection.execute("UPDATE messages SET position = ? WHERE key = ?", (place, key))


def store_reply(connection: sqlite3.Connection, question: Message, reply: str, seconds: float) -> Message:
    """Store the reply behind its question, unless ``/conversations/`` listed it first."""
    key, session_id = question.key, question.session_id
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
        stored = require(connection, told["key"])
    else:
        place = order.after(connection, session_id, position)
        stored = insert(connection, session_id, place, Role.ASSISTANT, reply, MessageState.RECEIVED)
    connection.execute("UPDATE messages SET seconds = ? WHERE key = ?", (seconds, stored.key))
    return require(connection, stored.key)
