"""Seed conversations of a new sandbox, read from each website's ``conversations`` folder.

A file names its session and the age of the last message. A line such as ``=== user +2m`` begins a message,
with the time since the one before. A question without a reply is answered from the website's knowledge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, cast

from tui.sandbox.front_matter import read_file
from tui.sandbox.state import Role, StoredMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from tui.sandbox.answers import Answerer
    from tui.sandbox.websites import Website

_BEGINNING = re.compile(r"^=== (user|assistant)(?: \+(\w+))?\n", re.MULTILINE)

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

_USUAL_GAP: dict[Role, timedelta] = {"user": timedelta(seconds=75), "assistant": timedelta(seconds=4)}


@dataclass(frozen=True, slots=True)
class Turn:
    """Message of a seed conversation, with the time since the one before."""

    role: Role
    text: str
    gap: timedelta


@dataclass(frozen=True, slots=True)
class Conversation:
    """Seed conversation."""

    session_id: str
    website_id: int
    age: timedelta
    """Age of its last message at the first start."""
    turns: tuple[Turn, ...]

    def told(self, answerer: Answerer, now: datetime) -> tuple[list[StoredMessage], str | None]:
        """Return its messages, the last one ``age`` before ``now``, and its last topic."""
        turns, topic = list[Turn](), None
        for turn, following in zip(self.turns, (*self.turns[1:], None), strict=True):
            turns.append(turn)
            if turn.role == "user":
                answer = answerer.answer(turn.text, topic)
                topic = answer.topic
                if following is None or following.role == "user":
                    turns.append(Turn("assistant", answer.text, _USUAL_GAP["assistant"]))
        elapsed = list(accumulate(turn.gap for turn in turns))
        start = now - self.age - elapsed[-1]
        messages = [
            StoredMessage(turn.role, turn.text, start + after)
            for turn, after in zip(turns, elapsed, strict=True)
        ]
        return messages, topic


def conversations_of(websites: Iterable[Website]) -> list[Conversation]:
    """Load the seed conversations of some websites, the latest first."""
    found = {
        conversation.session_id: conversation
        for website in websites
        for path in (website.folder / "conversations").glob("*.md")
        for conversation in [_read(path, website.id)]
    }
    return sorted(found.values(), key=lambda conversation: (conversation.age, conversation.session_id))


def _read(path: Path, website_id: int) -> Conversation:
    values, text = read_file(path)
    return Conversation(values["session"], website_id, _duration(values["ago"]), tuple(_turns(text)))


def _turns(text: str) -> Iterator[Turn]:
    _, *parts = _BEGINNING.split(text)
    for name, gap, message in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        role = cast("Role", name)
        yield Turn(role, message.strip("\n"), _duration(gap) if gap else _USUAL_GAP[role])


def _duration(text: str) -> timedelta:
    """Parse a duration such as ``40s``, ``12m``, ``3h`` or ``9d``."""
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})
