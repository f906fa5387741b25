"""Words for the store's tests."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui.domain.faults import Fault, FaultKind
from tui.domain.models import Message, MessageState, RemoteMessage, Role, TranscriptPage
from tui.store.outbox import NoClaim
from tui.store.turns import Turn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator

    from tui.store.store import Store

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
REFUSED = Fault(FaultKind.REFUSED, "Refused", "Nobody listens.", "Try again.", True, False)
BROKEN = Fault(FaultKind.BROKEN, "Broken", "The line broke.", "See whether it came.", True, True)


@contextmanager
def unindexed(connection: sqlite3.Connection) -> Generator[None]:
    """Change messages as damage does: the index of words hears of it no more than of a bit that flips."""
    name = "messages_fts_update"
    (statement,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    connection.execute(f"DROP TRIGGER {name}")
    yield
    connection.execute(statement)


def told(text: str, seconds: float | None = 0) -> RemoteMessage:
    """A message of the service; upper case is the assistant's."""
    role = Role.ASSISTANT if text.isupper() else Role.USER
    return RemoteMessage(role, text, None if seconds is None else NOON + timedelta(seconds=seconds))


def line(page: TranscriptPage) -> str:
    return " ".join(message.content for message in page.messages)


def states(page: TranscriptPage) -> list[tuple[str, MessageState]]:
    return [(message.content, message.state) for message in page.messages]


async def sending(store: Store, session_id: str, text: str) -> Message:
    """Queue a message and claim it."""
    queued = await store.outbox.enqueue(session_id, 1, text)
    claimed = await store.outbox.claim(session_id, Turn(only=queued.key))
    assert not isinstance(claimed, NoClaim)
    return claimed
