"""Convert between the values of the tables and those of the domain."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tui.domain.faults import Fault, FaultKind
from tui.domain.models import Message, MessageState, Role, Session
from tui.store.errors import UnreadableRowError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNREADABLE = (ValueError, TypeError, KeyError, OverflowError)
"""What a value of a damaged row raises."""


def micros(moment: datetime) -> int:
    """Return the whole microseconds since 1970, exact for every year."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """Return the time (UTC) of a number of :func:`micros`."""
    return _EPOCH + timedelta(microseconds=number)


def now(connection: sqlite3.Connection) -> int:
    """Return the current time as :func:`micros`, by the connection's clock."""
    return connection.execute("SELECT now()").fetchone()[0]


def storable(text: str) -> str:
    """Replace every lone surrogate, which UTF-8 cannot hold, with a replacement character."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fault_text(fault: Fault | None) -> str | None:
    """Serialise a fault to the JSON that is stored."""
    return None if fault is None else json.dumps(asdict(fault))


def fault_of(text: str | None) -> Fault | None:
    """Parse a fault from its stored JSON."""
    if text is None:
        return None
    fields = json.loads(text)
    fields["kind"] = FaultKind(fields["kind"])
    return Fault(**fields)


def message(row: sqlite3.Row | Mapping[str, Any]) -> Message:
    """Make a message from a row of ``messages``.

    Raises:
        UnreadableRowError: if the row holds what this program never writes.
    """
    try:
        state = MessageState(row["state"])
        out = state in {MessageState.SENDING, MessageState.UNKNOWN}
        waits = state is MessageState.QUEUED
        return Message(
            key=row["key"],
            session_id=_text(row["session_id"]),
            role=Role(row["role"]),
            content=_text(row["content"]),
            at=moment(row["at"]),
            state=state,
            fault=fault_of(row["fault"]),
            seconds=row["seconds"],
            author=row["author"],
            sending_since=moment(row["sent_at"]) if out and row["sent_at"] is not None else None,
            retry_at=moment(row["retry_at"]) if waits and row["retry_at"] is not None else None,
        )
    except _UNREADABLE as error:
        # Without its cause, which quotes the row.
        raise UnreadableRowError(type(error).__name__) from None


def session(row: sqlite3.Row | Mapping[str, Any]) -> Session:
    """Make a session from a row of ``sessions``.

    Raises:
        UnreadableRowError: if the row holds what this program never writes.
    """
    try:
        return Session(
            id=_text(row["id"]),
            website_id=int(row["website_id"]),
            title=_text(row["custom_title"] or row["first_question"]),
            renamed=row["custom_title"] is not None,
            message_count=int(row["message_count"]),
            last_line=_text(row["last_line"]),
            updated_at=moment(row["updated_at"]),
            pinned=bool(row["pinned"]),
            draft=bool(row["has_draft"]),
            trouble=int(row["trouble_count"]) > 0,
        )
    except _UNREADABLE as error:
        raise UnreadableRowError(type(error).__name__) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
