"""Read the rows of a damaged file past the damage, and make them safe to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.domain.models import MessageState, Role, SessionSource
from tui.store import order, sessions
from tui.store.errors import UNREADABLE
from tui.store.pages import PAGE, records
from tui.store.rows import fault_text, now
from tui.store.salvage_values import NO_PLACE, SALVAGED, decoded, stored_fault, text, time
from tui.store.summary import summarise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tui.domain.faults import Fault

Row = dict[str, Any]

_STATES_BY_ROLE = {
    Role.USER: frozenset(MessageState),
    Role.ASSISTANT: frozenset({MessageState.RECEIVED}),
}
_MESSAGE = (
    *("key", "session_id", "position", "role", "content", "at", "state", "fault", "seconds", "author"),
    *("sent_at", "claimed_by", "seen", "remote_at", "retry_at"),
)
_SESSION = (
    *("id", "website_id", "custom_title", "elsewhere", "pinned", "created_at", "refreshed_at", "removed_at"),
    *("first_question", "last_line", "message_count", "trouble_count", "has_draft", "updated_at"),
    "source",
)
_LEAST = 16
"""Minimum bytes of a message in a file."""


class Rescue:
    """Copies what can be read of one file into another; ``trusted``: the state of its queue is current."""

    def __init__(self, source: sqlite3.Connection, fresh: sqlite3.Connection, *, trusted: bool) -> None:
        self._source = source
        self._fresh = fresh
        self._trusted = trusted
        self._homes: dict[str, int] = {}
        """Website ids of the sessions, from their index: it may be readable where the table is not."""
        self._homeless: set[str] = set()
        """Sessions whose website is not known."""
        self._known: set[str] = set()
        self._hurt = False
        """Whether anything could not be read."""
        self.messages = 0
        """Number of messages that were recovered."""
        self.expected = 0
        """Number of messages in the damaged file, as far as is known."""

    def run(self) -> None:
        """Copy everything that its b-trees lead to.

        Raises:
            sqlite3.Error: if the other file cannot be written.
        """
        self._simple("websites", "id", ("id", "name", "domain", "is_primary", "position"))
        self._simple("account", "one", ("one", "email", "plan", "messages_used", "messages_limit"))
        self._simple("preferences", "key", ("key", "value"))
        self._simple("unfinished", "place", ("place", "text", "owner"))
        home = "SELECT id, website_id FROM sessions INDEXED BY sessions_in_order WHERE removed_at IS NULL"
        self._homes = {
            row["id"]: row["website_id"]
            for row in self._read(home)
            if isinstance(row["id"], str) and isinstance(row["website_id"], int)
        }
        for row in self._by_text("sessions", "id", self._homes):
            self._keep_session(row)
        for row in self._by_number("messages"):
            self._keep_message(row)
        for row in self._by_text("drafts", "session_id", self._known):
            self._keep_draft(row)
        self.expected = self._counted()

    def run_through_pages(self, path: Path) -> None:
        """Copy what is in the pages of the file and its b-trees did not lead to.

        A message that is found this way may not be in its latest state.

        Raises:
            OSError: if the file cannot be read.
            sqlite3.Error: if the other file cannot be written.
        """
        if not self._hurt:
            return
        self._trusted = False
        found = list(records(path))
        for values in found:
            if len(values) in {len(_SESSION) - 1, len(_SESSION)} and isinstance(values[0], str):
                self._keep_session(dict(zip(_SESSION, values, strict=False)))
        for values in found:
            row = dict(zip(_MESSAGE, values, strict=False))
            if len(values) in {len(_MESSAGE) - 1, len(_MESSAGE)} and row["role"] in set(Role):
                self._keep_message(row)
        for values in found:
            if len(values) == 2 and values[0] in self._known:
                self._keep_draft({"session_id": values[0], "text": values[1]})

    def finish(self) -> None:
        """Update the summaries of the sessions."""
        for session_id in self._known:
            summarise(self._fresh, session_id)

    def _keep_session(self, row: Row) -> None:
        if not isinstance(row.get("id"), str) or not isinstance(row.get("website_id"), int):
            return
        self._known.add(row["id"])
        self._fresh.execute(
            """
            INSERT OR IGNORE INTO sessions (
                id, website_id, custom_title, elsewhere, pinned, created_at, refreshed_at, removed_at,
                updated_at, source
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                row["id"],
                row["website_id"],
                text(row.get("custom_title")),
                int(bool(row.get("elsewhere"))),
                int(bool(row.get("pinned"))),
                time(row.get("created_at")) or now(self._fresh),
                time(row.get("refreshed_at")),
                time(row.get("removed_at")),
                time(row.get("updated_at")) or now(self._fresh),
                row["source"] if row.get("source") in set(SessionSource) else SessionSource.OURS,
            ),
        )

    def _keep_message(self, row: Row) -> None:
        key, session_id, content = row.get("key"), row.get("session_id"), row.get("content")
        if not (
            isinstance(key, int) and key > 0 and isinstance(session_id, str) and isinstance(content, str)
        ):
            return
        self._find_home(session_id)
        role, state, fault = self._standing(row, session_id)
        place = row.get("position")
        added = self._fresh.execute(
            """
            INSERT OR IGNORE INTO messages (
                key, session_id, position, role, content, at, state, fault, seconds, author, sent_at, seen,
                remote_at, retry_at
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                key,
                session_id,
                place if isinstance(place, int) else order.at_end(self._fresh, session_id),
                role,
                content,
                time(row.get("at")) or now(self._fresh),
                state,
                fault_text(fault),
                row.get("seconds") if isinstance(row.get("seconds"), int | float) else None,
                text(row.get("author")),
                time(row.get("sent_at")),
                int(bool(row.get("seen"))),
                time(row.get("remote_at")),
                time(row.get("retry_at")),
            ),
        )
        self.messages += added.rowcount

    def _standing(self, row: Row, session_id: str) -> tuple[Role, MessageState, Fault | None]:
        """Return a message's role, state and fault; if in doubt, it may have been taken."""
        role = Role.ASSISTANT if row.get("role") == Role.ASSISTANT else Role.USER
        value = row.get("state")
        state = MessageState(value) if value in set(MessageState) else MessageState.UNKNOWN
        fault = stored_fault(row.get("fault"))
        if state not in _STATES_BY_ROLE[role]:
            state = MessageState.RECEIVED
        if state is MessageState.SENDING or (state is MessageState.QUEUED and not self._trusted):
            return role, MessageState.UNKNOWN, SALVAGED
        if state is MessageState.QUEUED and session_id in self._homeless:
            return role, MessageState.FAILED, NO_PLACE
        if state is MessageState.UNKNOWN and (fault is None or not fault.may_have_been_taken):
            return role, state, SALVAGED
        return role, state, fault

    def _keep_draft(self, row: Row) -> None:
        if isinstance(row.get("session_id"), str) and isinstance(row.get("text"), str):
            self._find_home(row["session_id"])
            self._fresh.execute(
                "INSERT OR IGNORE INTO drafts (session_id, text) VALUES (?, ?)",
                (row["session_id"], row["text"]),
            )

    def _find_home(self, session_id: str) -> None:
        """Ensure that a session exists for its messages and drafts, even if its own row was not read."""
        if session_id in self._known:
            return
        for row in self._read("SELECT * FROM sessions WHERE id = ?", session_id):
            self._keep_session(row)
        if session_id not in self._known:
            website_id = self._homes.get(session_id)
            if website_id is None:
                self._homeless.add(session_id)
                first = "SELECT id FROM websites ORDER BY is_primary DESC, position LIMIT 1"
                found = self._fresh.execute(first).fetchone()
                website_id = found[0] if found else 0
            sessions.ensure(self._fresh, session_id, website_id)
            self._known.add(session_id)

    def _simple(self, table: str, key: str, columns: tuple[str, ...]) -> None:
        marks = ", ".join("?" * len(columns))
        names = ", ".join(columns)
        for row in self._by_text(table, key, ()):
            values = [row.get(column) for column in columns]
            self._fresh.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - names of ours

    def _by_text(self, table: str, key: str, hints: Iterable[str]) -> Iterator[Row]:
        """Read a table from both ends up to the damage, and then by the keys that are known."""
        seen: set[Any] = set()
        for direction in ("ASC", "DESC"):
            ended: list[bool] = []
            query = f"SELECT * FROM {table} ORDER BY {key} {direction}"  # noqa: S608 - names of ours
            for row in self._read(query, at_end=lambda ended=ended: ended.append(True)):
                if row.get(key) not in seen:
                    seen.add(row.get(key))
                    yield row
            if ended:
                return
        for hint in [each for each in hints if each not in seen]:
            yield from self._read(f"SELECT * FROM {table} WHERE {key} = ?", hint)  # noqa: S608 - names of ours

    def _by_number(self, table: str) -> Iterator[Row]:
        """Read a table in order up to the damage, and then key by key."""
        last = 0
        ended: list[bool] = []
        query = f"SELECT * FROM {table} ORDER BY key"  # noqa: S608 - a name of ours
        for row in self._read(query, at_end=lambda: ended.append(True)):
            last = row["key"] if isinstance(row.get("key"), int) else last
            yield row
        if ended:
            return
        for number in range(last + 1, self._highest(table, last) + 1):
            yield from self._read(f"SELECT * FROM {table} WHERE key = ?", number)  # noqa: S608 - a name of ours

    def _highest(self, table: str, last: int) -> int:
        """Return the highest key that a row may have."""
        pages = [row["page_count"] for row in self._read("PRAGMA page_count")]
        numbers: list[Any] = [last]
        numbers += [row["seq"] for row in self._read("SELECT seq FROM sqlite_sequence WHERE name = ?", table)]
        numbers += [row["key"] for row in self._read(f"SELECT key FROM {table} ORDER BY key DESC LIMIT 1")]  # noqa: S608 - a name of ours
        room = last + sum(pages) * PAGE // _LEAST
        return min(room, max(number for number in numbers if isinstance(number, int)))

    def _counted(self) -> int:
        """Count the messages of the file: by an index, which may be intact, else by the sessions' counts."""
        for query in (
            "SELECT COUNT(*) AS n FROM messages INDEXED BY messages_by_state",
            "SELECT COUNT(*) AS n FROM messages INDEXED BY messages_in_order",
            "SELECT SUM(message_count) AS n FROM sessions",
            "SELECT seq AS n FROM sqlite_sequence WHERE name = 'messages'",
        ):
            for row in self._read(query):
                if isinstance(row["n"], int):
                    return row["n"]
        return 0

    def _read(
        self, query: str, *parameters: str | int, at_end: Callable[[], object] = lambda: None
    ) -> Iterator[Row]:
        """Yield the rows of a query up to the first unreadable one; call ``at_end`` if all were read."""
        try:
            cursor = self._source.execute(query, parameters)
            names = [column[0] for column in cursor.description]
            for values in cursor:
                yield {name: decoded(value) for name, value in zip(names, values, strict=True)}
        except UNREADABLE:
            self._hurt = True
            return
        at_end()
