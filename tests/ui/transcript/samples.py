"""Messages for tests of the transcript."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.domain.models import Message, MessageState, Role, SendEvent, TranscriptPage

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SESSION = "tui-test"
WEBSITE = 1

TEXTS = (
    "We open at **nine** and close at six.",
    "- one\n- two\n- three",
    "| a | b |\n|---|---|\n| 1 | a longer cell that may be wrapped |",
    "```python\nprint('a line of code that is rather long for a narrow pane')\n```",
    "日本語のテキストはスペースなしで折り返されます。これは長い文章です。",
    "A long paragraph of words. " * 12,
)


def clock() -> datetime:
    """The fixed time of these tests."""
    return NOW


def question(key: int, text: str = "", state: MessageState = MessageState.ANSWERED) -> Message:
    """A message of the person's."""
    at = NOW - timedelta(minutes=3000 - key)
    since = NOW - timedelta(seconds=3) if state is MessageState.SENDING else None
    return Message(key, SESSION, Role.USER, text or f"Question {key}?", at, state, sending_since=since)


def answer(key: int, text: str = "") -> Message:
    """A reply."""
    at = NOW - timedelta(minutes=3000 - key)
    return Message(
        key, SESSION, Role.ASSISTANT, text or f"Answer {key}. {TEXTS[key % len(TEXTS)]}", at, seconds=1.2
    )


def messages(count: int, first: int = 1) -> tuple[Message, ...]:
    """Questions and answers in turn, with keys from ``first``."""
    return tuple(question(key) if key % 2 else answer(key) for key in range(first, first + count))


def page(held: tuple[Message, ...], *, older: bool = False, newer: bool = False) -> TranscriptPage:
    """A page of the test session."""
    return TranscriptPage(SESSION, held, older, newer, len(held))


def step(message: Message, reply: Message | None = None) -> SendEvent:
    """A step of a message on its way."""
    return SendEvent(WEBSITE, message, reply)
