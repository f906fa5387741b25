"""Values as the tables keep them, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui.domain.faults import Fault, FaultKind
from tui.domain.models import Message, MessageState, Role, Session

if TYPE_CHECKING:
    import sqlite3

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970, exact for every year."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """The time (UTC) of :func:`micros`."""
    return _EPOCH + timedelta(microseconds=number)


def now() -> int:
    """The present time, as :func:`micros`."""
    return micros(datetime.now(UTC))


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


def message(row: sqlite3.Row) -> Message:
    """The message of a row of ``messages``."""
    state = MessageState(row["state"])
    out = state in {MessageState.SENDING, MessageState.UNKNOWN}
    waits = state is MessageState.QUEUED
    return Message(
        key=row["key"],
        session_id=row["session_id"],
        role=Role(row["role"]),
        content=row["content"],
        at=moment(row["at"]),
        state=state,
        fault=fault_of(row["fault"]),
        seconds=row["seconds"],
        author=row["author"],
        sending_since=moment(row["sent_at"]) if out and row["sent_at"] is not None else None,
        retry_at=moment(row["retry_at"]) if waits and row["retry_at"] is not None else None,
    )


def session(row: sqlite3.Row) -> Session:
    """The session of a row of ``sessions``."""
    return Session(
        id=row["id"],
        website_id=row["website_id"],
        title=row["custom_title"] or row["first_question"],
        renamed=row["custom_title"] is not None,
        message_count=row["message_count"],
        last_line=row["last_line"],
        updated_at=moment(row["updated_at"]),
        pinned=bool(row["pinned"]),
        draft=bool(row["has_draft"]),
        trouble=row["trouble_count"] > 0,
    )
