"""What the transcript holds, as a value: a run of messages that events and pages change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from tui.domain.models import MessageState, unsaved_key
from tui.domain.send_state import RETRYABLE

if TYPE_CHECKING:
    from tui.domain.models import Message, SendEvent, TranscriptPage

WINDOW = 400
"""Messages that are held at most; the far side is let go as the near side grows."""


@dataclass(frozen=True, slots=True)
class TranscriptState:
    """A run of one session's messages, oldest first, and whether the store has more on either side."""

    session_id: str
    messages: tuple[Message, ...] = ()
    has_older: bool = False
    has_newer: bool = False

    @classmethod
    def of(cls, page: TranscriptPage) -> TranscriptState:
        """The state after a session was opened on ``page``."""
        return cls(page.session_id, page.messages, page.has_older, page.has_newer)

    @property
    def waiting(self) -> tuple[Message, ...]:
        """Messages on their way: queued or sending."""
        return tuple(m for m in self.messages if m.state in {MessageState.QUEUED, MessageState.SENDING})

    def waits_for(self, index: int) -> Message | None:
        """The failed or unknown message that the queued one at ``index`` waits for, if there is one."""
        earlier = self.messages[:index]
        if any(m.state is MessageState.SENDING for m in earlier):
            return None
        before = next((m for m in reversed(earlier) if m.state is not MessageState.QUEUED), None)
        return before if before is not None and before.state in RETRYABLE else None

    def find(self, key: int) -> Message | None:
        """The message with that key, if it is held."""
        return next((m for m in reversed(self.messages) if m.key == key), None)

    def place_of(self, key: int) -> int:
        """The place of a message in the run; the run's end if it is not held."""
        places = (place for place, message in enumerate(self.messages) if message.key == key)
        return next(places, len(self.messages))

    def new_since(self, before: TranscriptState) -> set[int]:
        """The keys of the messages after the last one that was held before."""
        known = {message.key for message in before.messages}
        return {message.key for message in takewhile(lambda m: m.key not in known, reversed(self.messages))}

    def trimmed(self) -> TranscriptState:
        """Let go of the oldest messages that are more than are held, for one who is at the end."""
        if len(self.messages) <= WINDOW:
            return self
        return replace(self, messages=self.messages[-WINDOW:], has_older=True)

    def with_older(self, page: TranscriptPage) -> TranscriptState:
        """Put a page of older messages before the held ones."""
        messages = page.messages + self.messages
        return replace(
            self,
            messages=messages[:WINDOW],
            has_older=page.has_older,
            has_newer=self.has_newer or len(messages) > WINDOW,
        )

    def with_newer(self, page: TranscriptPage) -> TranscriptState:
        """Put a page of newer messages after the held ones."""
        messages = self.messages + page.messages
        return replace(
            self,
            messages=messages[-WINDOW:],
            has_older=self.has_older or len(messages) > WINDOW,
            has_newer=page.has_newer,
        )

    def with_end(self, page: TranscriptPage) -> TranscriptState:
        """Put the session's end, as it was read anew, in place of what is held of it.

        Nothing changes for one who reads where the end is not held, or too far from it.
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
        """Reduce a step of a message on its way; events of other sessions change nothing."""
        if event.message.session_id != self.session_id:
            return self
        state = self._put(event.message)
        if event.reply is None:
            return state
        if not event.unsaved:
            state = state.without(unsaved_key(event.message.key))
        return state._put_reply(event.reply, event.message.key)

    def without(self, key: int) -> TranscriptState:
        """Let go of a message that was withdrawn."""
        return replace(self, messages=tuple(m for m in self.messages if m.key != key))

    def _put(self, message: Message) -> TranscriptState:
        if self.find(message.key) is not None:
            messages = tuple(message if m.key == message.key else m for m in self.messages)
            return replace(self, messages=messages)
        if self.has_newer:
            # The end is not held: the message is read from the store when the person gets there.
            return self
        return replace(self, messages=(*self.messages, message))

    def _put_reply(self, reply: Message, question_key: int) -> TranscriptState:
        if self.find(reply.key) is not None or self.find(question_key) is None:
            return self._put(reply)
        place = next(i for i, m in enumerate(self.messages) if m.key == question_key) + 1
        return replace(self, messages=(*self.messages[:place], reply, *self.messages[place:]))
