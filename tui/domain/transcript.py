"""Transcript state, as a value: a run of messages, updated by delivery steps and pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from tui.domain.models import MessageState, unsaved_key
from tui.domain.send_state import RETRYABLE

if TYPE_CHECKING:
    from tui.domain.models import Message, SendEvent, TranscriptPage

WINDOW = 400
"""Maximum messages held; the far side is dropped as the near side grows."""


@dataclass(frozen=True, slots=True)
class TranscriptState:
    """A run of one session's messages, oldest first, and whether the store has more on either side."""

    session_id: str
    messages: tuple[Message, ...] = ()
    has_older: bool = False
    has_newer: bool = False

    @classmethod
    def of(cls, page: TranscriptPage) -> TranscriptState:
        """Return the state of a session that is opened on ``page``."""
        return cls(page.session_id, page.messages, page.has_older, page.has_newer)

    @property
    def waiting(self) -> tuple[Message, ...]:
        """Messages in delivery: queued or sending."""
        return tuple(m for m in self.messages if m.state in {MessageState.QUEUED, MessageState.SENDING})

    def waits_for(self, index: int) -> Message | None:
        """Return the failed or unknown message that blocks the queued one at ``index``, if any."""
        earlier = self.messages[:index]
        if any(m.state is MessageState.SENDING for m in earlier):
            return None
        before = next((m for m in reversed(earlier) if m.state is not MessageState.QUEUED), None)
        return before if before is not None and before.state in RETRYABLE else None

    def find(self, key: int) -> Message | None:
        """Return the message with that key, if it is held."""
        return next((m for m in reversed(self.messages) if m.key == key), None)

    def place_of(self, key: int) -> int:
        """Return the index of a message in the run; the run's length if it is not held."""
        places = (place for place, message in enumerate(self.messages) if message.key == key)
        return next(places, len(self.messages))

    def new_since(self, before: TranscriptState) -> set[int]:
        """Return the keys of the messages after the last one that was held before."""
        known = {message.key for message in before.messages}
        return {message.key for message in takewhile(lambda m: m.key not in known, reversed(self.messages))}

    def trimmed(self) -> TranscriptState:
        """Drop the oldest messages beyond the maximum, for a reader at the end."""
        if len(self.messages) <= WINDOW:
            return self
        return replace(self, messages=self.messages[-WINDOW:], has_older=True)

    def with_older(self, page: TranscriptPage) -> TranscriptState:
        """Prepend a page of older messages."""
        messages = page.messages + self.messages
        return replace(
            self,
            messages=messages[:WINDOW],
            has_older=page.has_older,
            has_newer=self.has_newer or len(messages) > WINDOW,
        )

    def with_newer(self, page: TranscriptPage) -> TranscriptState:
        """Append a page of newer messages."""
        messages = self.messages + page.messages
        return replace(
            self,
            messages=messages[-WINDOW:],
            has_older=self.has_older or len(messages) > WINDOW,
            has_newer=page.has_newer,
        )

    def with_end(self, page: TranscriptPage) -> TranscriptState:
        """Replace the held end of the session with a page that was read again.

        Changes nothing if the end is not held, or the page does not overlap what is held.
        """
        keys = [m.key for m in self.messages]
        if page.session_id != self.session_id or self.has_newer or page.has_newer:
            return self
        if not keys or not page.messages or not page.has_older:
            return TranscriptState.of(page)
        if page.messages[0].key not in keys:
            return self
        kept = self.messages[: keys.index(page.messages[0].key)]
        return replace(self, messages=(*kept, *page.messages), has_older=self.has_older if kept else True)

    def after(self, event: SendEvent) -> TranscriptState:
        """Apply a delivery step; steps of other sessions change nothing."""
        if event.message.session_id != self.session_id:
            return self
        state = self._put(event.message)
        if event.reply is None:
            return state
        if not event.unsaved:
            state = state.without(unsaved_key(event.message.key))
        return state._put_reply(event.reply, event.message.key)

    def without(self, key: int) -> TranscriptState:
        """Remove a message, such as a withdrawn one."""
        return replace(self, messages=tuple(m for m in self.messages if m.key != key))

    def _put(self, message: Message) -> TranscriptState:
        if self.find(message.key) is not None:
            messages = tuple(message if m.key == message.key else m for m in self.messages)
            return replace(self, messages=messages)
        if self.has_newer:
            # The end is not held: the message is read from the store when the person scrolls there.
            return self
        return replace(self, messages=(*self.messages, message))

    def _put_reply(self, reply: Message, question_key: int) -> TranscriptState:
        if self.find(reply.key) is not None or self.find(question_key) is None:
            return self._put(reply)
        place = next(i for i, m in enumerate(self.messages) if m.key == question_key) + 1
        return replace(self, messages=(*self.messages[:place], reply, *self.messages[place:]))
