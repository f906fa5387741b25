"""The part of a session's row that is told by its messages: written with them, so that lists are quick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.domain.clean import NOTHING_TO_SEE, is_blank, one_line

if TYPE_CHECKING:
    import sqlite3

_READ = 1_000
"""Characters of a message that are looked at for its line."""

_MARKS = (
    (re.compile(r"^\s*(?:```|~~~).*$", re.M), ""),  # fences
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),  # links, images
    (
        re.compile(r"^[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*$", re.M),
        "",
    ),  # rules, the line under a table's head
    (re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?", re.M), ""),
    (re.compile(r"[ \t]*\|[ \t]*"), " "),  # table cells
    (re.compile(r"(\*\*|__|~~|\*|(?<!\w)_|`+)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
)


def unmarked(text: str) -> str:
    """Return the start of a Markdown text on one line, without the marks that Markdown uses."""
    text = text[:_READ]
    for pattern, plain in _MARKS:
        text = pattern.sub(plain, text)
    return one_line(text)


def summarise(connection: sqlite3.Connection, session_id: str) -> None:
    """Write the summary of a session anew, after its messages have changed."""
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
            "last": _line(unmarked(last["content"]), last["content"]) if last else "",
            "at": last["at"] if last else None,
        },
    )


def _line(line: str, content: str) -> str:
    return NOTHING_TO_SEE if not line and content and is_blank(content) else line
