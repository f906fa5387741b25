"""What the client speaks of: accounts, websites, sessions and messages, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.faults import Fault

WINDOW_LIMIT = 100
"""Messages that ``GET /conversations/`` gives at most (API reference)."""


class Role(StrEnum):
    """Who speaks, as the API names them. A human agent answers as ``assistant`` too."""

    USER = "user"
    ASSISTANT = "assistant"


class SessionSource(StrEnum):
    """Where a session comes from."""

    OURS = "ours"
    """A person asks in it with this client, or has opened it by its id."""
    CHECK = "check"
    """A suite of questions makes it."""
    VISITOR = "visitor"
    """A visitor of the website began it."""


class MessageState(StrEnum):
    """What is known of a message's way to the service.

    A message of ours is *queued* on disk, then *sending*, and ends as *answered*, *failed* (surely not
    taken by the service) or *unknown* (it may have been taken). All else is *received*: replies, and
    whatever ``/conversations/`` told of.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ANSWERED = "answered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Account:
    """The account behind the key, and the month's usage in messages.

    ``messages_limit`` is ``None`` where the service names no usable limit.
    """

    email: str
    plan: str
    messages_used: int
    messages_limit: int | None


@dataclass(frozen=True, slots=True)
class Website:
    """A website of the account; every session belongs to one."""

    id: int
    name: str
    domain: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a session, and the website that it belongs to."""

    website_id: int
    session_id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed in a session and not sent, and which write it is of. By default: nothing."""

    text: str = ""
    owner: str = ""
    """The instance of the program that wrote it."""
    version: int = 0
    """No two writes of one instance have the same."""

    def is_of_write(self, other: Draft) -> bool:
        """Whether nobody has written between the two."""
        return (self.owner, self.version) == (other.owner, other.version)


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """A message as ``/conversations/`` gives it: it has no id, and its time may be missing."""

    role: Role
    content: str
    at: datetime | None
    author: str | None = None
    """The human agent's name, where one answered (observed field ``agent_name``)."""
    named_role: str = ""
    """The service's word for who speaks, if it is none of the API's two: then ``role`` is a guess."""

    def may_be_by(self, role: Role) -> bool:
        """Whether that side may have written it."""
        return self.role is role or bool(self.named_role)


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a stored transcript.

    ``content`` is the exact source, not cleaned for display. Times are aware (UTC).
    """

    key: int
    """Unique in the profile's store, never leaves this machine; see :func:`unsaved_key` for one below 0."""
    session_id: str
    role: Role
    content: str
    at: datetime
    """When it was written, by the client's clock for ours, by the service's for what it told of."""
    state: MessageState = MessageState.RECEIVED
    fault: Fault | None = None
    """Why it failed or is unknown; while *queued*, why it was not taken at the last try."""
    seconds: float | None = None
    """How long the answer took; known for messages that this client sent."""
    author: str | None = None
    sending_since: datetime | None = None
    """When its request left; only while *sending* or *unknown*."""
    retry_at: datetime | None = None
    """When it is tried again by itself; only while *queued* after a fault that passes."""


@dataclass(frozen=True, slots=True)
class Session:
    """A row of the session index: what the sidebar shows of a conversation."""

    id: str
    website_id: int
    title: str
    """The name a person gave it, else its first question on one line, else empty."""
    renamed: bool
    message_count: int
    last_line: str
    """The last message on one line, unmarked; empty when there is none."""
    updated_at: datetime
    pinned: bool = False
    draft: bool = False
    """Something is typed here and not sent."""
    trouble: bool = False
    """A message here failed or is unknown."""


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """A run of a stored transcript, oldest first, and whether there is more on either side."""

    session_id: str
    messages: tuple[Message, ...]
    has_older: bool
    has_newer: bool
    total: int
    """Messages of the whole stored session."""


@dataclass(frozen=True, slots=True)
class SendEvent:
    """A step of a message on its way: ``message.state`` says which."""

    website_id: int
    message: Message
    reply: Message | None = None
    """The answer, when the step is *answered*."""
    looking: bool = False
    """The message is *unknown* and looked for at this moment: a further step follows."""
    unsaved: str = ""
    """Why this step, and the reply with it, is not on disk yet, as a sentence: a further step follows."""


def unsaved_key(question_key: int) -> int:
    """The key of a reply that could not be written yet; the stored one, when it comes, takes its place."""
    return -question_key
