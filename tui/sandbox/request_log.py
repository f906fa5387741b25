"""One line a request: what was asked, how it was answered, how long it took. Never a key, never content."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was answered."""

    method: str
    path: str
    """Without its query, and quoted: it is foreign text."""
    status: int
    milliseconds: int

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status} {self.milliseconds} ms"


class RequestLog:
    """Wraps an application and tells ``log`` of every request that is answered, also of those that fail."""

    def __init__(self, app: ASGIApp, log: Callable[[Request], None] | None = None) -> None:
        self._app = app
        self._log = log or _log.info

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of the server (ASGI), and tell of it just before its answer leaves."""
        started = time.monotonic()

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                taken = round((time.monotonic() - started) * 1000)
                self._log(Request(scope["method"], quote(scope["path"]), message["status"], taken))
            await send(message)

        await self._app(scope, receive, observed)
