"""Reading from the network at a measured pace, so that a server that trickles costs little.

Each piece that comes costs about as much as a large one: bytes that come one by one, or answers of the 100
kind without end, would keep a whole core busy, and the person's keys waiting.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from httpcore import SOCKET_OPTION

READ_AT_ONCE = 8192
"""Bytes of a read at most: what is made of them is done before the next key is looked at."""

SMALL = 1024
"""Bytes; a read below that is a small one."""

FREE = 16
"""Small reads of an answer that are not slowed down."""

PAUSE = 0.02
"""Seconds in which what trickles gathers, before each further read."""

MOST_HINTS = 20
"""Answers of the 100 kind before the answer proper; a server gives one or two."""

_HINT = re.compile(rb"HTTP/1\.[01] 1(?!01)\d\d")


class PacedBackend(httpcore.AsyncNetworkBackend):
    """Connects as another backend does, and paces what is read."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner
        self._late: set[asyncio.Future[Any]] = set()
        """What nobody waits for any more: connections that are being made, or closed."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host; a connection that is there only after the caller has gone is closed."""
        connecting = asyncio.ensure_future(
            self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        )
        try:
            return PacedStream(await asyncio.shield(connecting))
        except asyncio.CancelledError:
            # A cancellation that meets the very end of it would leave the socket open.
            self._late.add(connecting)
            connecting.add_done_callback(self._close_late)
            raise

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a socket of this machine."""
        return PacedStream(await self._inner.connect_unix_socket(path, timeout, socket_options))

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)

    def _close_late(self, connected: asyncio.Future[httpcore.AsyncNetworkStream]) -> None:
        self._late.discard(connected)
        if not connected.cancelled() and connected.exception() is None:
            closing = asyncio.ensure_future(connected.result().aclose())
            self._late.add(closing)
            closing.add_done_callback(self._late.discard)


class PacedStream(httpcore.AsyncNetworkStream):
    """A connection whose reads are bounded in size and, once they are many and small, in number."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._small = 0
        self._hints = 0
        self._end = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read some bytes.

        Raises:
            httpcore.RemoteProtocolError: if there is no end of answers of the 100 kind.
        """
        await asyncio.sleep(PAUSE if self._small > FREE else 0)
        data = await self._inner.read(min(max_bytes, READ_AT_ONCE), timeout)
        self._small += len(data) < SMALL
        self._count_hints(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Write, which begins another exchange."""
        self._small = self._hints = 0
        self._end = b""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
    ) -> httpcore.AsyncNetworkStream:
        """Go on in a secure connection."""
        return PacedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Tell of the connection what the inner one tells."""
        return self._inner.get_extra_info(info)

    def _count_hints(self, data: bytes) -> None:
        """Count status lines of the 100 kind, while nothing else has come."""
        if self._hints < 0:
            return
        text = self._end + data
        heads = text.split(b"\r\n\r\n")
        self._end = heads.pop()[-READ_AT_ONCE:]
        self._hints += sum(_HINT.match(head) is not None for head in heads)
        if self._hints > MOST_HINTS:
            raise httpcore.RemoteProtocolError("answers of the 100 kind without end")
        if any(_HINT.match(head) is None for head in heads):
            self._hints = -1  # the answer proper is here


def pace(client: httpx.AsyncClient) -> None:
    """Have every connection of the client paced; httpx has no setting for what it connects by."""
    transports = [client._transport, *client._mounts.values()]  # pyright: ignore[reportPrivateUsage]
    for transport in transports:
        if isinstance(transport, httpx.AsyncHTTPTransport):
            pool = transport._pool  # pyright: ignore[reportPrivateUsage]
            pool._network_backend = PacedBackend(pool._network_backend)  # pyright: ignore[reportPrivateUsage]
