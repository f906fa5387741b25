"""Full-text search in a website's topics and sections, with SQLite's FTS5 ranked by bm25."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.sandbox.topics import Section, Topic

# The bm25 arguments are the weights of the columns.
_TABLES = """
CREATE VIRTUAL TABLE topics USING fts5 (title, keywords, headings, body, tokenize = 'TOKENIZER');
INSERT INTO topics (topics, rank) VALUES ('rank', 'bm25(8.0, 5.0, 4.0, 1.0)');
CREATE VIRTUAL TABLE sections USING fts5 (heading, body, tokenize = 'TOKENIZER');
INSERT INTO sections (sections, rank) VALUES ('rank', 'bm25(5.0, 1.0)');
"""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Section with its topic; compared by identity."""

    topic: Topic
    section: Section

    @property
    def is_opening(self) -> bool:
        """Whether this is the section before the first heading."""
        return not self.section.heading


class Index:
    """Search index of some topics, for one caller at a time, from any thread."""

    def __init__(self, topics: Iterable[Topic], tokenizer: str) -> None:
        self._topics = tuple(topics)
        self._places = tuple(Place(topic, section) for topic in self._topics for section in topic.sections)
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.executescript(_TABLES.replace("TOKENIZER", tokenizer))
        self._connection.executemany(
            "INSERT INTO topics (rowid, title, keywords, headings, body) VALUES (?, ?, ?, ?, ?)",
            ((row, *_topic_columns(topic)) for row, topic in enumerate(self._topics)),
        )
        self._connection.executemany(
            "INSERT INTO sections (rowid, heading, body) VALUES (?, ?, ?)",
            ((row, each.section.heading, each.section.text) for row, each in enumerate(self._places)),
        )

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def topics(
        self, terms: Sequence[str], columns: str = "title keywords headings body"
    ) -> tuple[Topic, ...]:
        """Return the topics with any of ``terms`` in any of ``columns``, the best first."""
        sql = "SELECT rowid FROM topics WHERE topics MATCH ? ORDER BY rank, rowid"
        return tuple(self._topics[row] for row in self._rows(sql, terms, columns))

    def sections(self, terms: Sequence[str], columns: str = "heading body") -> tuple[Place, ...]:
        """Return the sections with any of ``terms`` in any of ``columns``, the best first."""
        sql = "SELECT rowid FROM sections WHERE sections MATCH ? ORDER BY rank, rowid"
        return tuple(self._places[row] for row in self._rows(sql, terms, columns))

    def _rows(self, sql: str, terms: Sequence[str], columns: str) -> list[int]:
        if not terms:
            return []
        query = f"{{{columns}}} : ({' OR '.join(terms)})"
        return [row for (row,) in self._connection.execute(sql, (query,))]


def _topic_columns(topic: Topic) -> tuple[str, str, str, str]:
    headings = "\n".join(section.heading for section in topic.sections)
    return topic.title, topic.keywords, headings, "\n".join(section.text for section in topic.sections)
