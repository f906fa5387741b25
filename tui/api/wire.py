"""Response models: validate the API's JSON and convert it to domain values.

Unknown fields are ignored, missing optional ones are ``None``, a wrong type is an error that names its
field. Names and the like are cleaned here; of the content of messages, only keys and lone surrogates are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tui.api.exchange import AnswerError
from tui.domain.api_key import hide_keys
from tui.domain.clean import one_line
from tui.domain.faults import FaultKind
from tui.domain.models import Account, RemoteMessage, Role, Website

if TYPE_CHECKING:
    from collections.abc import Iterable

LIST_LIMIT = 10_000
"""Maximum entries of a list in a response."""

_LARGEST = 2**63 - 1
_DIGITS = re.compile("[0-9]{1,18}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HUMAN_SENDERS = frozenset({"human", "human_agent", "agent"})
_USERS = frozenset(
    {"user", "users", "end_user", "enduser", "human", "visitor", "guest", "customer", "client"}
    | {"contact", "lead", "person", "me", "question"}
)
_ASSISTANTS = frozenset(
    {"assistant", "bot", "chatbot", "ai", "model", "agent", "operator", "support", "staff", "answer", "reply"}
)
"""Words for the two roles of the API reference, as other services and this one's other calls use them."""
_NEITHER = frozenset({"", "system", "tool", "function", "event", "note", "info"})
_PROBLEMS = {
    "missing": "is missing",
    "int_type": "is not a whole number",
    "string_type": "is not text",
    "bool_type": "is neither true nor false",
    "list_type": "is not a list",
    "model_type": "is not an object",
    "too_long": f"has more than {LIST_LIMIT:,} entries",
    "greater_than_equal": "is out of range",
    "less_than_equal": "is out of range",
}


def well_formed(text: str) -> str:
    """Replace lone surrogates, which no file or request can carry, with ``\ufffd``."""
    return _SURROGATE.sub("\ufffd", text)


def _well_formed_text(value: object) -> object:
    """Redact keys and replace lone surrogates: an echoed key reaches neither the screen nor the store."""
    return well_formed(hide_keys(value)) if isinstance(value, str) else value


def _number_of_text(value: object) -> object:
    """Convert a number given as text: some responses have the ids of websites so."""
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value


Text = Annotated[str, BeforeValidator(_well_formed_text)]
Int64 = Annotated[int, Field(ge=-_LARGEST, le=_LARGEST)]
WebsiteId = Annotated[Int64, BeforeValidator(_number_of_text)]
Answer = TypeVar("Answer", bound="WireAnswer")
Item = TypeVar("Item")
Entries = Annotated[list[Item], Field(max_length=LIST_LIMIT)]


@dataclass(frozen=True, slots=True)
class ChatReply:
    """The reply to a message; ``text`` is Markdown."""

    text: str
    session_id: str


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class WireAnswer(_Wire):
    """Fields of every response."""

    success: bool = True


class ChatAnswer(WireAnswer):
    """Response of ``POST /chat/``."""

    response: Text
    session_id: Text | None = None

    def reply(self, session_id: str) -> ChatReply:
        """Make the reply; ``session_id``, the one that was sent, is used if the response names none."""
        return ChatReply(self.response, self.session_id or session_id)


class WireWebsite(_Wire):
    """An entry of ``GET /websites/``."""

    id: WebsiteId
    name: Text | None = None
    domain: Text | None = None
    is_primary: bool | None = None


class WebsitesAnswer(WireAnswer):
    """Response of ``GET /websites/``."""

    websites: Entries[WireWebsite]

    def values(self) -> list[Website]:
        """Make the websites, in the service's order, without repeated ids."""
        first: dict[int, Website] = {}
        for entry in self.websites:
            name, domain = one_line(entry.name or ""), one_line(entry.domain or "")
            first.setdefault(entry.id, Website(entry.id, name, domain, entry.is_primary is True))
        return list(first.values())


class WireMessage(_Wire):
    """An entry of ``GET /conversations/``; the last two fields are observed, not documented."""

    role: Text | None = None
    content: Text | None = None
    timestamp: Text | None = None
    sender_type: object = None
    agent_name: object = None

    @property
    def word(self) -> str:
        """The service's word for the role, normalised for comparison."""
        return (self.role or "").strip().casefold().replace("-", "_")

    def value(self, users: frozenset[str] = _USERS) -> RemoteMessage:
        """Make the message; ``users`` are the words for the user.

        Any other role counts as the assistant. An unknown one is shown as the author.
        """
        role = Role.USER if self.word in users else Role.ASSISTANT
        named = "" if self.role is None or self.role in set(Role) else self.word
        return RemoteMessage(role, self.content or "", moment(self.timestamp), self._author(role), named)

    def _author(self, role: Role) -> str | None:
        if role is Role.USER:
            return None
        if self.word not in _ASSISTANTS:
            return one_line(self.role or "") or None
        human = isinstance(self.sender_type, str) and self.sender_type.lower() in _HUMAN_SENDERS
        name = one_line(hide_keys(self.agent_name)) if isinstance(self.agent_name, str) else ""
        if name and (human or self.sender_type is None):
            return name
        return "Human agent" if human else None


class ConversationAnswer(WireAnswer):
    """Response of ``GET /conversations/``."""

    messages: Entries[WireMessage]
    session_id: object = None

    def is_of(self, session_id: str) -> bool:
        """Whether the response is for the requested session, as is one that names none."""
        named = self.session_id.strip() if isinstance(self.session_id, str) else ""
        return not named or named == session_id.strip()

    def values(self) -> list[RemoteMessage]:
        """Make the messages, in the service's order: oldest first.

        If no known word for the user occurs, and exactly one unknown word beside the assistant's does, that
        word is taken for the user.
        """
        words = {message.word for message in self.messages}
        strange = words - _USERS - _ASSISTANTS - _NEITHER
        is_user = len(strange) == 1 and not words & _USERS and bool(words & _ASSISTANTS)
        users = _USERS | strange if is_user else _USERS
        return [message.value(users) for message in self.messages]


class WireAccount(_Wire):
    """The account of ``GET /account/``."""

    email: Text | None = None
    plan: Text | None = None
    messages_used: Int64
    messages_limit: int | None = None


class AccountAnswer(WireAnswer):
    """Response of ``GET /account/``."""

    account: WireAccount

    def value(self) -> Account:
        """Make the account. A limit that is not above 0, or is beyond 64 bits, counts as none."""
        wire = self.account
        limit = wire.messages_limit
        return Account(
            email=one_line(wire.email or ""),
            plan=one_line(wire.plan or ""),
            messages_used=max(0, wire.messages_used),
            messages_limit=limit if limit is not None and 0 < limit <= _LARGEST else None,
        )


def moment(text: str | None) -> datetime | None:
    """Parse an ISO 8601 time to aware UTC; one without an offset is UTC.

    ``None`` for no time, an unreadable one, and one outside the years 2000 to 2199, which no conversation
    can have and local time may not be able to show.
    """
    try:
        at = datetime.fromisoformat(text or "")
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if 2000 <= at.year < 2200 else None


def validated(model: type[Answer], value: dict[str, Any]) -> Answer:
    """Validate a response.

    Raises:
        AnswerError: if a required field is missing or has a wrong type; the problem names it.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        problem = f"{_dotted(first['loc'])} {_PROBLEMS.get(first['type'], 'has an unexpected value')}"
    raise AnswerError(FaultKind.WRONG_SHAPE, problem)


def _dotted(location: Iterable[int | str]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
