"""Request log: one line for each request with method, path, status and duration; never a key, never content.

Simulated faults are marked as such.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tui.sandbox.faults import FaultKind

_FAULT = "fault"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """Logged request, answered or not."""

    method: str
    path: str
    """Without its query; percent-encoded, as it is untrusted text."""
    status: int | None
    """``None`` if there was no answer."""
    milliseconds: int
    fault: FaultKind | None = None
    """The fault that was simulated."""

    def __str__(self) -> str:
        line = f"{self.method} {self.path} {self.status or '-'} {self.milliseconds} ms"
        return line if self.fault is None else f"{line} ({self.fault} on purpose)"


def note_fault(scope: Scope, fault: FaultKind | None) -> None:
    """Record the fault that is simulated for a request, for the log."""
    scope.setdefault("state", {})[_FAULT] = fault


class RequestLog:
    """ASGI wrapper that calls ``log`` for every request, failed ones included."""

    def __init__(self, app: ASGIApp, log: Callable[[Request], None] | None = None) -> None:
        self._app = app
        self._log = log or _log.info

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI), and log it just before its answer is sent.

        A request without an answer is logged when it ends.
        """
        started = time.monotonic()
        answered = False

        def tell(status: int | None) -> None:
            taken = round((time.monotonic() - started) * 1000)
            fault = scope.get("state", {}).get(_FAULT)
            self._log(Request(scope["method"], quote(scope["path"]), status, taken, fault))

        async def observed(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                tell(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            if not answered:
                tell(None)
