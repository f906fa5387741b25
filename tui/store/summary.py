"""Session summary: the columns of a session's row that derive from its messages, stored for fast lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import NOTHING_TO_SEE, is_blank, one_line
from tui.domain.plain_text import summary_line

if TYPE_CHECKING:
    import sqlite3


def summarise(connection: sqlite3.Connection, session_id: str) -> None:
    """Update the summary of a session after its messages have changed."""
    first = connection.execute(
        "SELECT content FROM messages WHERE session_id = ? AND role = 'user' ORDER BY position LIMIT 1",
        (session_id,),
    ).fetchone()
    last = connection.execute(
        "SELECT content, at FROM messages WHERE session_id = ? ORDER BY position DESC LIMIT 1", (session_id,)
    ).fetchone()
    connection.execute(
        """
        UPDATE sessions SET
            message_count = (SELECT COUNT(*) FROM messages WHERE session_id = :id),
            trouble_count = (
                SELECT COUNT(*) FROM messages WHERE session_id = :id AND state IN ('failed', 'unknown')
            ),
            first_question = :first,
            last_line = :last,
            updated_at = COALESCE(:at, created_at)
        WHERE id = :id
        """,
        {
            "id": session_id,
            "first": _line(one_line(first["content"]), first["content"]) if first else "",
            "last": _line(summary_line(last["content"]), last["content"]) if last else "",
            "at": last["at"] if last else None,
        },
    )


def _line(line: str, content: str) -> str:
    return NOTHING_TO_SEE if not line and content and is_blank(content) else line
