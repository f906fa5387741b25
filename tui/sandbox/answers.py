"""Stands in until the knowledge is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.sandbox.websites import Website


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer."""

    text: str
    topic: str | None


class Answerer:
    """Answers."""

    def __init__(self, website: Website) -> None:
        self._website = website

    def close(self) -> None:
        """Close."""

    def answer(self, message: str, topic: str | None) -> Answer:
        """Answer."""
        return Answer(f"We are open from **nine to five**. (You asked: {len(message)} characters.)", topic)
