"""Domain model: accounts, websites, sessions and messages, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.faults import Fault

WINDOW_LIMIT = 100
"""Maximum messages in a response of ``GET /conversations/`` (API reference)."""


class Role(StrEnum):
    """Who speaks, as the API names it. A human agent answers as ``assistant`` too."""

    USER = "user"
    ASSISTANT = "assistant"


class SessionSource(StrEnum):
    """Where a session comes from."""

    OURS = "ours"
    """Started with this client, or opened in it by its id."""
    CHECK = "check"
    """Created by a suite of questions."""
    VISITOR = "visitor"
    """Started by a visitor of the website."""


class MessageState(StrEnum):
    """Delivery state of a message.

    Our message is *queued* on disk, then *sending*, and ends as *answered*, *failed* (surely not taken by
    the service) or *unknown* (it may have been taken). Everything else is *received*: replies, and messages
    that ``/conversations/`` listed.
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

    ``messages_limit`` is ``None`` if the service gives no usable limit.
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
    """Where a message goes: a session and its website."""

    website_id: int
    session_id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The unsent text of a session, and which write stored it. Empty by default."""

    text: str = ""
    owner: str = ""
    """The instance that wrote it."""
    version: int = 0
    """Differs between any two writes of one instance."""

    def is_of_write(self, other: Draft) -> bool:
        """Whether both come from the same write."""
        return (self.owner, self.version) == (other.owner, other.version)


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """A message as ``/conversations/`` lists it: without an id, and perhaps without a time."""

    role: Role
    content: str
    at: datetime | None
    author: str | None = None
    """The human agent's name, where one answered (observed field ``agent_name``)."""
    named_role: str = ""
    """The service's word for the role if it is not one of the API's two; ``role`` is then a guess."""

    def may_be_by(self, role: Role) -> bool:
        """Whether that role may have written it."""
        return self.role is role or bool(self.named_role)


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a stored transcript.

    ``content`` is the exact source, not cleaned for display. Times are aware (UTC).
    """

    key: int
    """Unique in the profile's store, never leaves this machine; below 0, see :func:`unsaved_key`."""
    session_id: str
    role: Role
    content: str
    at: datetime
    """When it was written: by the client's clock for ours, by the service's for what it listed."""
    state: MessageState = MessageState.RECEIVED
    fault: Fault | None = None
    """Why it failed or is unknown; while *queued*, why the last attempt was not taken."""
    seconds: float | None = None
    """How long the answer took; known for messages that this client sent."""
    author: str | None = None
    sending_since: datetime | None = None
    """When its request was sent; only while *sending* or *unknown*."""
    retry_at: datetime | None = None
    """When it is retried automatically; only while *queued* after a transient fault."""


@dataclass(frozen=True, slots=True)
class Session:
    """A row of the session index, as the sidebar shows it."""

    id: str
    website_id: int
    title: str
    """The name a person gave it, else its first question on one line, else empty."""
    renamed: bool
    message_count: int
    last_line: str
    """The last message on one line, without Markdown marks; empty if there is none."""
    updated_at: datetime
    pinned: bool = False
    draft: bool = False
    """Whether it has unsent text."""
    trouble: bool = False
    """Whether one of its messages failed or is unknown."""


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """A page of a stored transcript, oldest first, and whether there is more on either side."""

    session_id: str
    messages: tuple[Message, ...]
    has_older: bool
    has_newer: bool
    total: int
    """Number of messages in the whole stored session."""


@dataclass(frozen=True, slots=True)
class SendEvent:
    """A step in the delivery of a message; ``message.state`` says which."""

    website_id: int
    message: Message
    reply: Message | None = None
    """The reply, if the step is *answered*."""
    looking: bool = False
    """Whether the message is *unknown* and being looked up; another step then follows."""
    unsaved: str = ""
    """Why this step and its reply are not on disk yet, as a sentence; another step then follows."""


def unsaved_key(question_key: int) -> int:
    """Return the temporary key of a reply that is not written yet; the stored reply replaces it."""
    return -question_key
