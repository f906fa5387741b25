"""One call on its way: what is known of it when something goes wrong."""

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
    """One of the API's calls."""

    method: str
    path: str
    """Below the base URL, with its last slash."""
    spends: bool = False
    """Whether it costs a message of the month's quota, and so must not be made twice by mistake."""

    def __str__(self) -> str:
        return f"{self.method} /{self.path}"


CHAT = Call("POST", "chat/", spends=True)
WEBSITES = Call("GET", "websites/")
CONVERSATIONS = Call("GET", "conversations/")
ACCOUNT = Call("GET", "account/")


@dataclass(slots=True)
class Exchange:
    """How far one call has come."""

    call: Call
    host: str
    key: ApiKey
    """To keep it out of what the service says."""
    connect_seconds: float
    answer_seconds: float
    route: Route = STRAIGHT
    through: bool = False
    """Whether the proxy has made its connection to the service."""
    sent: bool = False
    """Whether a byte of the request may have left this machine."""
    in_tls_handshake: bool = False
    status: int | None = None
    """The HTTP status, once the answer's head is here."""
    retry_after: float | None = None
    """Seconds that the service asked to wait."""
    said: str | None = None
    """The service's own words of why it failed; ``None`` if the answer does not have the service's shape.

    Such an answer comes from something in between, which may have passed the message on before.
    """

    @property
    def peer(self) -> str:
        """Who is spoken with: the service, or first the proxy."""
        proxy = self.route.proxy
        return self.host if proxy is None or self.through or self.sent else str(proxy)

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Follow the request: httpcore calls this at each step (its request extension ``trace``).

        A proxy's ``CONNECT`` is no part of the request itself.
        """
        part, *step = event.split(".")
        match step:
            case ["start_tls", state]:
                self.in_tls_handshake = state != "complete"
                # That of the connection itself is with a proxy that is reached over TLS.
                self.through = self.through or part != "connection"
            case ["send_request_headers", "started"] if info["request"].method != b"CONNECT":
                self.sent = True
            case ["receive_response_headers", "complete"] if self.sent:
                self.status = info["return_value"][1]
            case _:
                pass


class AnswerError(Exception):
    """The body of an answer is not what the API reference promises."""

    def __init__(self, kind: FaultKind, problem: str = "") -> None:
        super().__init__(f"{kind}: {problem}")
        self.kind = kind
        self.problem = problem
        """What is wrong with it, to follow a subject: ``is empty``."""
