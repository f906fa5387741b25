"""Throttled network reads, so that a server that sends tiny pieces costs little.

Each piece costs about as much as a large one: bytes sent one by one, or endless 1xx responses, would keep
a whole core busy and delay key presses.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakSet

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Generator, Iterable

    from httpcore import SOCKET_OPTION

READ_AT_ONCE = 8192
"""Maximum bytes of one read: they are processed before the next key press is handled."""

SMALL = 1024
"""A read of fewer bytes is a small one."""

FREE = 16
"""Small reads of a response that are not slowed down."""

PAUSE = 0.02
"""Seconds to wait before each further read, so that small pieces accumulate."""

MOST_HINTS = 20
"""Maximum 1xx responses before the final one; a server sends one or two."""

_GONE = "the caller has gone"

_HINT = re.compile(rb"HTTP/1\.[01] 1(?!01)\d\d")


class PacedBackend(httpcore.AsyncNetworkBackend):
    """Network backend that wraps another one: throttles its reads and tracks its connections.

    httpcore leaks a connection if it is cancelled between two steps. So no task is cancelled while it is in
    httpcore: :meth:`leave` makes its next network step fail, and httpcore then closes the connection.
    """

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner
        self._streams: set[PacedStream] = set()
        """Open connections."""
        self._at_work: dict[asyncio.Task[Any] | None, PacedStream] = {}
        """The connection that each task is reading or writing."""
        self._left: WeakSet[asyncio.Task[Any]] = WeakSet()
        self._connecting: set[asyncio.Future[Any]] = set()
        """Connections being made."""
        self._closing: set[asyncio.Future[Any]] = set()
        """Connections made after their caller left, being closed."""
        self._is_closed = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host; a connection made after its caller left is closed.

        Raises:
            httpcore.ConnectError: if it cannot be made, or its caller has left.
        """
        if self._is_over():
            raise httpcore.ConnectError(_GONE)
        connecting = asyncio.ensure_future(
            self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        )
        self._connecting.add(connecting)
        connecting.add_done_callback(self._connecting.discard)
        try:
            stream = PacedStream(await asyncio.shield(connecting), self)
        except asyncio.CancelledError:
            # If cancelled at the very end of connecting, the socket would stay open.
            connecting.add_done_callback(self._close_late)
            if self._is_closed and connecting.cancelled():
                raise httpcore.ConnectError(_GONE) from None
            raise
        if self._is_over():
            await stream.aclose()
            raise httpcore.ConnectError(_GONE)
        return stream

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a Unix socket."""
        return PacedStream(await self._inner.connect_unix_socket(path, timeout, socket_options), self)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)

    async def leave(self, task: asyncio.Task[Any]) -> None:
        """Make everything a task does on the network fail, from now on."""
        self._left.add(task)
        stream = self._at_work.get(task)
        if stream is not None:
            await stream.aclose()

    async def aclose(self) -> None:
        """Close every connection, those being made included, and refuse new ones."""
        self._is_closed = True
        for stream in [*self._streams]:
            await stream.aclose()
        for connecting in [*self._connecting]:
            connecting.cancel()
        while under_way := self._connecting | self._closing:
            await asyncio.wait(under_way)

    def opened(self, stream: PacedStream) -> None:
        """Register an open connection."""
        self._streams.add(stream)

    def closed(self, stream: PacedStream) -> None:
        """Unregister a connection that is closed or was replaced by its TLS stream."""
        self._streams.discard(stream)

    @contextmanager
    def working(self, stream: PacedStream) -> Generator[None]:
        """Mark a connection as in use by the running task.

        Raises:
            httpcore.ReadError: if the task's caller has left.
        """
        if self._is_over():
            raise httpcore.ReadError(_GONE)
        task = asyncio.current_task()
        self._at_work[task] = stream
        try:
            yield
        finally:
            del self._at_work[task]

    def _is_over(self) -> bool:
        return self._is_closed or asyncio.current_task() in self._left

    def _close_late(self, connected: asyncio.Future[httpcore.AsyncNetworkStream]) -> None:
        if not connected.cancelled() and connected.exception() is None:
            closing = asyncio.ensure_future(connected.result().aclose())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)


class PacedStream(httpcore.AsyncNetworkStream):
    """Connection whose reads are limited in size and, once many were small, in frequency."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, backend: PacedBackend) -> None:
        self._inner = inner
        self._backend = backend
        backend.opened(self)
        self._small = 0
        self._hints = 0
        self._end = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read some bytes.

        Raises:
            httpcore.RemoteProtocolError: if there are too many 1xx responses.
        """
        with self._backend.working(self):
            await asyncio.sleep(PAUSE if self._small > FREE else 0)
            data = await self._inner.read(min(max_bytes, READ_AT_ONCE), timeout)
        self._small += len(data) < SMALL
        self._count_hints(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Write some bytes, and reset the counts: another request begins."""
        self._small = self._hints = 0
        self._end = b""
        with self._backend.working(self):
            await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        self._backend.closed(self)
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
    ) -> httpcore.AsyncNetworkStream:
        """Upgrade the connection to TLS."""
        with self._backend.working(self):
            try:
                secure = await self._inner.start_tls(ssl_context, server_hostname, timeout)
            except BaseException:  # httpcore leaves it open if it is cancelled
                await self.aclose()
                raise
        self._backend.closed(self)
        return PacedStream(secure, self._backend)

    def get_extra_info(self, info: str) -> Any:
        """Return the inner connection's information."""
        return self._inner.get_extra_info(info)

    def _count_hints(self, data: bytes) -> None:
        """Count 1xx status lines until the final response starts."""
        if self._hints < 0:
            return
        text = self._end + data
        heads = text.split(b"\r\n\r\n")
        self._end = heads.pop()[-READ_AT_ONCE:]
        self._hints += sum(_HINT.match(head) is not None for head in heads)
        if self._hints > MOST_HINTS:
            raise httpcore.RemoteProtocolError("answers of the 100 kind without end")
        if any(_HINT.match(head) is None for head in heads):
            self._hints = -1  # the final response has started


def pace(client: httpx.AsyncClient) -> PacedBackend:
    """Throttle every connection of the client; httpx has no setting for its network backend."""
    backend = PacedBackend(cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend()))
    transports = [client._transport, *client._mounts.values()]  # pyright: ignore[reportPrivateUsage]
    for transport in transports:
        if isinstance(transport, httpx.AsyncHTTPTransport):
            transport._pool._network_backend = backend  # pyright: ignore[reportPrivateUsage]
    return backend
