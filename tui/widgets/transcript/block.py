"""Layout of one message for a width: heading, text and state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from tui.domain import when
from tui.domain.backoff import left_until
from tui.domain.clean import NOTHING_TO_SEE, clean, is_blank, one_line
from tui.domain.models import MessageState, Role
from tui.widgets.transcript.flow import Flow
from tui.widgets.transcript.lines import BLANK, Line, Look, Run, plain, wrap
from tui.widgets.transcript.waits import Waits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tui.domain.faults import Fault
    from tui.domain.models import Message

WIDEST = 100
"""Cells of a line of text at most: longer ones are hard to read, however wide the window."""

LONGEST_SHOWN = 1_048_576
"""Characters of a message that are laid out at most: a reply may be megabytes of line ends."""


@dataclass(frozen=True, eq=False)
class MessageBlock:
    """The laid-out lines of one message; a reveal uncovers ``body``. Blocks are compared by identity."""

    message: Message
    lines: tuple[Line, ...]
    body: range
    day: int = 0
    """Number of lines at the top that name the day, which depends on the message before."""

    @cached_property
    def flow(self) -> Flow:
        """The body's text, joined over its lines."""
        return Flow(self.lines, self.body)

    @cached_property
    def addresses(self) -> dict[int, list[tuple[int, int, str]]]:
        """For each line: the spans of addresses, whole or in part, with the full address."""
        text = self.flow.text
        if self.message.role is Role.USER or not ("://" in text or "@" in text or "www." in text):
            return {}
        from tui.widgets.transcript.parts import links

        found: dict[int, list[tuple[int, int, str]]] = {}
        taken: list[tuple[int, int]] = []
        # The longest first: in its place, no shorter one that it begins with is meant.
        for address in sorted(links(self.message.content), key=len, reverse=True):
            for start, end in _places(address, text):
                if any(start < stop and begin < end for begin, stop in taken):
                    continue
                taken.append((start, end))
                for offset, first, last in self.flow.on_lines(start, end):
                    found.setdefault(offset, []).append((first, last, address))
        return found

    @cached_property
    def uncovered(self) -> list[int]:
        """For each body line, the cells of the body up to its end, by which a reveal counts."""
        return list(accumulate(self.lines[index].cells for index in self.body))

    @property
    def body_cells(self) -> int:
        """Cells of text in the body."""
        return self.uncovered[-1] if self.uncovered else 0


@dataclass(frozen=True, slots=True)
class BlockMaker:
    """Lays out messages for one pane: ``width`` is in cells, ``bot`` is the name that signs replies."""

    width: int
    bot: str
    waits: Waits = field(default_factory=Waits)
    """The clock of messages that show seconds."""

    @property
    def text_width(self) -> int:
        """Cells that a line of text may take."""
        return max(2, min(self.width, WIDEST))

    def make(
        self, message: Message, before: Message | None, now: datetime, behind: Message | None = None
    ) -> MessageBlock:
        """Lay out ``message``; ``before`` is the one above it, and decides whether a new day begins.

        ``behind`` is the failed or unknown message that a queued one waits for.
        """
        day = self._day(message, before, now)
        head = day + wrap(self._heading(message), self.text_width)
        body = self._body(message)
        tail = self._state(message, now, behind)
        lines = (*head, *body, *tail, BLANK)
        return MessageBlock(message, lines, range(len(head), len(head) + len(body)), len(day))

    def _day(self, message: Message, before: Message | None, now: datetime) -> list[Line]:
        name = when.day(message.at, now)
        if before is not None and when.day(before.at, now) == name:
            return []
        rule = "─" * max(2, min(12, self.text_width - len(name) - 4))
        return [Line((("── ", Look.RULE), (name, Look.MUTED), (f" {rule}", Look.RULE))), BLANK]

    def _heading(self, message: Message) -> list[Run]:
        notes = [when.clock(message.at)]
        if message.seconds is not None and message.role is Role.ASSISTANT:
            notes.append(when.lasting(message.seconds))
        if message.role is Role.USER:
            return [("You", Look.USER | Look.STRONG), (f"  {notes[0]}", Look.MUTED)]
        if message.author:
            notes.insert(0, "human agent")
        return [self._name(message.author), ("  " + " · ".join(notes), Look.MUTED)]

    def _name(self, author: str | None = None) -> Run:
        return one_line(author or self.bot, 40) or "Bot", Look.BOT | Look.STRONG

    def _body(self, message: Message) -> list[Line]:
        hidden = len(message.content) - LONGEST_SHOWN
        if hidden <= 0:
            return self._text(message.role, message.content)
        words = f"… {hidden:,} characters more are not shown: y copies the whole message."
        return self._text(message.role, message.content[:LONGEST_SHOWN]) + self._note([(words, Look.MUTED)])

    def _text(self, role: Role, text: str) -> list[Line]:
        if text and is_blank(text):
            return self._note([(NOTHING_TO_SEE, Look.MUTED)])
        if role is Role.USER:
            return plain(clean(text), self.text_width)
        # Imported here: the parser is not needed before the first reply is drawn.
        from tui.widgets.transcript.markdown import markdown_lines

        return markdown_lines(text, self.text_width)

    def _state(self, message: Message, now: datetime, behind: Message | None) -> list[Line]:
        match message.state:
            case MessageState.QUEUED if message.fault is not None:
                return self._fault("· Not sent yet", Look.DOUBT, message.fault, self._next_try(message, now))
            case MessageState.QUEUED:
                return self._note([("· Queued", Look.MUTED), (f"  {_turn(behind)}", Look.MUTED)])
            case MessageState.SENDING:
                since = message.sending_since or message.at
                waited = max(0, int((self.waits.now(message.key, since, now) - since).total_seconds()))
                # Where the reply's heading will stand, so that nothing moves when it comes.
                return [BLANK, Line((self._name(), (f"  answering… {waited} s", Look.MUTED)))]
            case MessageState.FAILED:
                return self._fault("× Not sent", Look.TROUBLE, message.fault, "Ctrl+R sends it again.")
            case MessageState.UNKNOWN:
                return self._fault("? May have been sent", Look.DOUBT, message.fault, "")
            case MessageState.RECEIVED if message.fault is not None:
                return self._fault("? May have been sent", Look.MUTED, message.fault, "")
            case _:
                return []

    def _next_try(self, message: Message, now: datetime) -> str:
        """Say in how many seconds a message is tried again automatically; empty if it is not."""
        if message.retry_at is None:
            return ""
        left = ceil(left_until(message.retry_at, self.waits.now(message.key, message.retry_at, now)))
        return f"It is tried again by itself in {left} s. Esc stops that."

    def _fault(self, label: str, look: Look, fault: Fault | None, offer: str) -> list[Line]:
        if fault is None:
            return self._note([(label, look | Look.STRONG)])
        words = " ".join(filter(None, [fault.sentence, fault.remedy, offer if fault.retryable else ""]))
        return self._note([(f"{label} · {fault.title}. ", look | Look.STRONG), (clean(words), look)])

    def _note(self, runs: list[Run]) -> list[Line]:
        return wrap(runs, self.text_width)


def _turn(behind: Message | None) -> str:
    """Say when a queued message is sent: in its turn, or after the one that it waits for."""
    if behind is None:
        return "on disk, sent when its turn comes"
    why = "was not sent" if behind.state is MessageState.FAILED else "may have been sent"
    return f"waits for the message above that {why}: Ctrl+R sends that one again, x on it dismisses it"


def _places(address: str, text: str) -> Iterator[tuple[int, int]]:
    """Find the spans of an address in a text, in full or without its scheme."""
    forms = (address, address.removeprefix("mailto:"), address.removeprefix("http://"))
    shown = next((form for form in forms if form in text), address)
    # Not as a part of a longer address; a word of a script without spaces may follow.
    for found in re.finditer(rf"(?<![\w/.@-]){re.escape(shown)}(?![\w/@%?#=&-])", text, re.ASCII):
        yield found.span()
