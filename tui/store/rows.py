"""Values as the tables keep them, and back."""

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
"""What is raised by a value of a damaged row."""


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970, exact for every year."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """The time (UTC) of :func:`micros`."""
    return _EPOCH + timedelta(microseconds=number)


def now(connection: sqlite3.Connection) -> int:
    """The present time, as :func:`micros`, by the clock that the connection was given."""
    return connection.execute("SELECT now()").fetchone()[0]


def storable(text: str) -> str:
    """Return ``text`` with a replacement character for every lone surrogate, which UTF-8 cannot hold."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fault_text(fault: Fault | None) -> str | None:
    """A fault as the JSON that is stored."""
    return None if fault is None else json.dumps(asdict(fault))


def fault_of(text: str | None) -> Fault | None:
    """The fault of that JSON."""
    if text is None:
        return None
    fields = json.loads(text)
    fields["kind"] = FaultKind(fields["kind"])
    return Fault(**fields)


def message(row: sqlite3.Row | Mapping[str, Any]) -> Message:
    """The message of a row of ``messages``.

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
        # Without its cause, which quotes what is in the row.
        raise UnreadableRowError(type(error).__name__) from None


def session(row: sqlite3.Row | Mapping[str, Any]) -> Session:
    """The session of a row of ``sessions``.

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
