"""Errors as values: a title, a sentence, a remedy, and whether a retry makes sense."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Every way a call may fail. The store keeps the values, so they are never renamed."""

    BAD_REQUEST = "bad-request"
    KEY_REFUSED = "key-refused"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    LIMIT_REACHED = "limit-reached"
    TOO_MANY = "too-many"
    AWAY = "away"
    SERVER_ERROR = "server-error"
    REFUSED_BY_SERVICE = "refused-by-service"
    REDIRECT = "redirect"
    IN_BETWEEN = "in-between"
    OTHER_SESSION = "other-session"
    UNEXPECTED_STATUS = "unexpected-status"
    NOT_JSON = "not-json"
    WRONG_SHAPE = "wrong-shape"
    TOO_LARGE = "too-large"
    NAME_NOT_FOUND = "name-not-found"
    REFUSED = "refused"
    TLS = "tls"
    CONNECT_TIMEOUT = "connect-timeout"
    ANSWER_TIMEOUT = "answer-timeout"
    BROKEN = "broken"
    INTERRUPTED = "interrupted"
    NO_KEY = "no-key"
    NOT_TAKEN = "not-taken"
    NO_REPLY = "no-reply"
    CANNOT_TELL = "cannot-tell"
    DISMISSED = "dismissed"


class ExitStatus:
    """Exit statuses of the commands."""

    FINE = 0
    CHECK_FAILED = 1
    USAGE = 2
    KEY = 3
    LIMIT = 4
    SERVICE = 5
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure, in words for a person and with its consequences."""

    kind: FaultKind
    title: str
    """A few words, without a full stop."""
    sentence: str
    """What happened, as one plain sentence."""
    remedy: str
    """What the person can do next, as one plain sentence."""
    retryable: bool
    """Whether the same call may succeed if made again."""
    may_have_been_taken: bool
    """Whether the service may have acted on the call anyway; if so it must not be re-sent blindly."""
    status: int | None = None
    """The HTTP status, where there was one."""
    retry_after: float | None = None
    """Seconds that the service asked to wait (``Retry-After``)."""

    @property
    def told(self) -> str:
        """The sentence and the remedy, as one text."""
        return f"{self.sentence} {self.remedy}"

    @property
    def offline(self) -> bool:
        """Whether the network failed: no connection, or no complete response over it."""
        return self.kind in _OFFLINE

    @property
    def exit_status(self) -> int:
        """The exit status of a command that ends with this fault."""
        match self.kind:
            case FaultKind.KEY_REFUSED | FaultKind.FORBIDDEN | FaultKind.NO_KEY:
                return ExitStatus.KEY
            case FaultKind.LIMIT_REACHED:
                return ExitStatus.LIMIT
            case FaultKind.BAD_REQUEST:
                return ExitStatus.USAGE
            case FaultKind.INTERRUPTED:
                return ExitStatus.INTERRUPTED
            case _:
                return ExitStatus.SERVICE


_OFFLINE = frozenset(
    {
        FaultKind.NAME_NOT_FOUND,
        FaultKind.REFUSED,
        FaultKind.TLS,
        FaultKind.CONNECT_TIMEOUT,
        FaultKind.ANSWER_TIMEOUT,
        FaultKind.BROKEN,
    }
)


class ServiceError(Exception):
    """A call that failed; ``fault`` has the details."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.title}: {fault.sentence}")
        self.fault = fault


class AnswerAstrayError(ServiceError):
    """A response for another session: ``text`` is stored there, and is not the reply to our message."""

    def __init__(self, fault: Fault, session_id: str, text: str) -> None:
        super().__init__(fault)
        self.session_id = session_id
        self.text = text


class UserError(Exception):
    """An error whose message is shown to the person, such as a mistake in an option or a settings file."""

    exit_status = ExitStatus.USAGE
