"""API calls, and the progress of one: what a fault is made from if it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.api.proxies import STRAIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.api.proxies import Route
    from tui.domain.api_key import ApiKey
    from tui.domain.faults import FaultKind


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint of the API."""

    method: str
    path: str
    """Relative to the base URL, with its final slash."""
    spends: bool = False
    """Whether it costs a message of the month's quota, and so must not be repeated by mistake."""

    def __str__(self) -> str:
        return f"{self.method} /{self.path}"


CHAT = Call("POST", "chat/", spends=True)
WEBSITES = Call("GET", "websites/")
CONVERSATIONS = Call("GET", "conversations/")
ACCOUNT = Call("GET", "account/")


@dataclass(slots=True)
class Exchange:
    """Progress of one call."""

    call: Call
    host: str
    key: ApiKey
    """To redact it from what the service says."""
    connect_seconds: float
    answer_seconds: float
    route: Route = STRAIGHT
    through: bool = False
    """Whether the proxy has connected to the service."""
    sent: bool = False
    """Whether a byte of the request may have left this machine."""
    in_tls_handshake: bool = False
    status: int | None = None
    """The HTTP status, once the response head was received."""
    retry_after: float | None = None
    """Seconds that the service asked to wait."""
    said: str | None = None
    """The service's own error message; ``None`` if the response lacks the shape of the service's errors.

    Such an error comes from an intermediary, which may have passed the message on before.
    """

    @property
    def peer(self) -> str:
        """The other end of the connection: the service, or first the proxy."""
        proxy = self.route.proxy
        return self.host if proxy is None or self.through or self.sent else str(proxy)

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Follow the request: httpcore calls this at each step (its request extension ``trace``).

        A proxy's ``CONNECT`` is not part of the request itself.
        """
        part, *step = event.split(".")
        match step:
            case ["start_tls", state]:
                self.in_tls_handshake = state != "complete"
                # TLS of the ``connection`` itself is with a proxy that is reached over https.
                self.through = self.through or part != "connection"
            case ["send_request_headers", "started"] if info["request"].method != b"CONNECT":
                self.sent = True
            case ["receive_response_headers", "complete"] if self.sent:
                self.status = info["return_value"][1]
            case _:
                pass


class AnswerError(Exception):
    """The body of a response is not what the API reference promises."""

    def __init__(self, kind: FaultKind, problem: str = "") -> None:
        super().__init__(f"{kind}: {problem}")
        self.kind = kind
        self.problem = problem
        """What is wrong with it, as a predicate: ``is empty``."""
