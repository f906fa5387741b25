"""Simulated connection faults: a connection that is reset, and one that stays silent."""

from __future__ import annotations

import socket
import struct
from functools import partial
from typing import TYPE_CHECKING

import h11
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Receive, Scope, Send

HEAD_SECONDS = 10.0
"""Seconds that the head of a request may take to arrive."""

_CUT = "reset"
_AT_ONCE = struct.pack("ii", 1, 0)
"""``SO_LINGER`` with 0 seconds: unsent data is dropped, and closing sends a TCP reset."""


class Connection(H11Protocol):
    """uvicorn's HTTP protocol, extended so that a response can reset its connection.

    It also closes a connection whose request head arrives too slowly; uvicorn has no time-out for that.
    """

    _head_overdue: asyncio.TimerHandle | None = None
    _is_first = True
    """Whether no request of the connection was answered yet."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put a function that resets the connection into the state of every request."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, _CUT: partial(_reset, transport)}
        self._watch_head()

    def data_received(self, data: bytes) -> None:
        """Handle received data, and update the time-out of the head."""
        super().data_received(data)
        self._watch_head()

    def on_response_complete(self) -> None:
        """Go on to the next request, and start the time-out of its head if it has begun to arrive."""
        self._is_first = False
        super().on_response_complete()
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the time-out of the head."""
        self._forget_head()
        super().connection_lost(exc)

    def _watch_head(self) -> None:
        """Start the time-out when a head is awaited, and cancel it when the head is complete."""
        is_awaited = self._is_first or bool(self.conn.trailing_data[0])
        if self.conn.their_state is not h11.IDLE or not is_awaited:
            self._forget_head()
        elif self._head_overdue is None:
            self._head_overdue = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _forget_head(self) -> None:
        if self._head_overdue is not None:
            self._head_overdue.cancel()
            self._head_overdue = None


class _Silence(Response):
    """Response that sends nothing until the caller disconnects."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class _Reset(_Silence):
    """Response that resets the TCP connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"][_CUT]()
        await super().__call__(scope, receive, send)


RESET = _Reset()
SILENCE = _Silence()


def _reset(transport: asyncio.Transport) -> None:
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()
