"""What is on disk after a kill, on both sides, and what must hold of it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Asked:
    """What the lives said that they did."""

    typed: dict[str, str] = field(default_factory=dict[str, str])
    """Texts that were on disk as a draft, and their sessions."""
    queued: set[str] = field(default_factory=set[str])
    """Texts that were on disk as a message."""
    answered: set[str] = field(default_factory=set[str])

    def note(self, step: str, session_id: str, text: str) -> None:
        match step:
            case "typed":
                self.typed[text] = session_id
            case "queued":
                self.queued.add(text)
            case "answered":
                self.answered.add(text)
            case _:
                pass


@dataclass(frozen=True)
class Truth:
    """Both databases, read from copies so that the next life meets them as they were left."""

    ours: list[tuple[str, str, str, str]]
    """Session, role, content and state, in order."""
    drafts: dict[str, str]
    theirs: list[tuple[str, str, str]]
    """Session, role and content, in order."""
    counted: int

    @classmethod
    def read(cls, store: Path, sandbox: Path) -> Truth:
        ours = _rows(
            store, "SELECT session_id, role, content, state FROM messages ORDER BY session_id, position"
        )
        theirs = _rows(
            sandbox,
            "SELECT session_id, role, content FROM messages WHERE session_id LIKE 'tui-%' "
            "ORDER BY session_id, at, id",
        )
        counted = _rows(sandbox, "SELECT COALESCE(SUM(used), 0) FROM usage")[0][0]
        return cls(ours, dict(_rows(store, "SELECT session_id, text FROM drafts")), theirs, counted)

    def place(self, text: str) -> str:
        """Where a message was when the program was killed."""
        state = next((row[3] for row in self.ours if row[2] == text), "")
        at_service = any(row[2] == text for row in self.theirs)
        if state == "sending":
            return "sending, taken by the service" if at_service else "sending, not at the service"
        if state:
            return state
        return "typed" if text in self.drafts.values() else "not written yet"

    def wrongs(self, asked: Asked) -> list[str]:
        """What does not hold though everything is settled, as sentences."""
        kept = Counter(content for _, role, content, _ in self.ours if role == "user")
        sent = Counter(content for _, role, content in self.theirs if role == "user")
        found = [f"{text!r} is lost" for text in asked.queued if not kept[text]]
        found += [f"{text!r} is there {times} times" for text, times in kept.items() if times > 1]
        found += [f"{text!r} was sent {times} times" for text, times in sent.items() if times > 1]
        found += [f"{text!r} was never sent" for text in kept if not sent[text]]
        found += [f"{text!r} was sent and is not kept" for text in sent if not kept[text]]
        found += [
            f"the draft {text!r} is lost"
            for text, session_id in asked.typed.items()
            if not kept[text] and text != self.drafts.get(session_id)
        ]
        found += [f"{text!r} is a message and a draft" for text in self.drafts.values() if kept[text]]
        found += [f"{row[2]!r} is {row[3]}" for row in self.ours if row[3] not in {"answered", "received"}]
        if self.counted != sent.total():
            found.append(f"{self.counted} messages are counted, and {sent.total()} came in")
        if [row[:3] for row in self.ours] != self.theirs:
            found.append("the transcripts differ")
        return found


def _rows(database: Path, query: str) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            file = database.with_name(database.name + suffix)
            if file.exists():
                shutil.copy(file, folder)
        with closing(sqlite3.connect(Path(folder, database.name))) as connection:
            return connection.execute(query).fetchall()
