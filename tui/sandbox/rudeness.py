"""Answers that are none: a connection that is reset, and one that stays silent."""

from __future__ import annotations

import socket
import struct
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Receive, Scope, Send

_CUT = "reset"
_AT_ONCE = struct.pack("ii", 1, 0)
"""``SO_LINGER``: nothing that was not sent yet is waited for, and the other side is told by a reset."""


class Connection(H11Protocol):
    """uvicorn's own, which lets an answer reset the connection that it belongs to."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give every request of the connection a way to reset it."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, _CUT: partial(_reset, transport)}


class _Silence(Response):
    """Says nothing until the caller has gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class _Reset(_Silence):
    """Resets the connection (TCP)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"][_CUT]()
        await super().__call__(scope, receive, send)


RESET = _Reset()
SILENCE = _Silence()


def _reset(transport: asyncio.Transport) -> None:
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()
