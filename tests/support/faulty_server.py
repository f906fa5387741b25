"""A server on a real loopback socket that does what servers should not, as its script says."""

from __future__ import annotations

import gzip
import json
import select
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Request:
    """A request that the server took whole. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """One connection, as an act sees it."""

    def __init__(self, connection: socket.socket, server: FaultyServer) -> None:
        self._connection = connection
        self._server = server
        self._taken: Request | None = None

    def take(self) -> Request:
        """Read the whole request, count it and return it; once, however often it is called."""
        if self._taken is None:
            self._taken = self._read_request()
            self._server.note(self._taken)
        return self._taken

    def _read_request(self) -> Request:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._read()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += self._read()
        method, target, _version = first.split(" ")
        return Request(method, target, headers, body)

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the server stops, ``seconds`` at most; return whether it has stopped."""
        return self._server.stopped.wait(seconds)

    def tunnel(self, port: int) -> None:
        """Carry bytes to a port of this machine and back, until either side ends."""
        with socket.create_connection(("127.0.0.1", port)) as there:
            other = {self._connection: there, there: self._connection}
            while ready := select.select(list(other), [], [], 10)[0]:
                for side in ready:
                    data = side.recv(65536)
                    if not data:
                        return
                    other[side].sendall(data)

    def await_bytes(self) -> None:
        """Wait until something has come, and leave it unread: before that, a client may not be connected."""
        self._connection.recv(1, socket.MSG_PEEK)

    def reset(self) -> None:
        """End the connection by a TCP reset."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._connection.close()

    def _read(self) -> bytes:
        data = self._connection.recv(65536)
        if not data:
            raise ConnectionError("the client left")
        return data


class Act(Protocol):
    """What the server does with one connection."""

    def play(self, wire: Wire) -> None: ...


@dataclass(frozen=True)
class Answer:
    """Take the request and answer it; ``body`` is sent as JSON unless it is bytes.

    ``length`` is announced in place of the body's own.
    """

    body: object = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    length: int | None = None

    def play(self, wire: Wire) -> None:
        wire.take()
        wire.send(self.data)

    @property
    def data(self) -> bytes:
        """The answer as it is sent."""
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        length = len(body) if self.length is None else self.length
        return _head(self.status, {"Content-Length": str(length), **self.headers}) + body


@dataclass(frozen=True)
class Raw:
    """Take the request, send these bytes as they are, and close the connection."""

    data: bytes

    def play(self, wire: Wire) -> None:
        wire.take()
        wire.send(self.data)


@dataclass(frozen=True)
class ResetBefore:
    """Let a request begin to arrive, read nothing, send ``first``, and reset the connection."""

    first: bytes = b""

    def play(self, wire: Wire) -> None:
        wire.await_bytes()
        wire.send(self.first)
        wire.reset()


@dataclass(frozen=True)
class ResetAfter:
    """Take the request, send ``first``, and reset the connection."""

    first: bytes = b""

    def play(self, wire: Wire) -> None:
        wire.take()
        wire.send(self.first)
        wire.reset()


@dataclass(frozen=True)
class Hang:
    """Take the request, send ``first``, and then nothing more."""

    first: bytes = b""

    def play(self, wire: Wire) -> None:
        wire.take()
        wire.send(self.first)
        wire.wait()


@dataclass(frozen=True)
class Repeat:
    """Take the request, send ``first``, then ``again`` without end, pausing for ``seconds`` each time."""

    first: bytes
    again: bytes
    seconds: float = 0.0

    def play(self, wire: Wire) -> None:
        wire.take()
        wire.send(self.first)
        while not wire.wait(self.seconds):
            wire.send(self.again)


class FaultyServer:
    """Serves plain http (https with ``tls``), one act a connection; the last act repeats."""

    def __init__(self, *acts: Act, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        """What was taken whole, in order."""
        self.connections = 0
        self.ended = 0
        """Connections that the server has closed."""
        self.stopped = Event()
        self._acts = acts
        self._tls = tls
        self._changed = Condition()
        self._server = _Server(self)
        self.port: int = self._server.socket.getsockname()[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), name="faulty server")

    @property
    def base_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/api/v1/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def note(self, request: Request) -> None:
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()

    def wait_until(self, predicate: Callable[[], bool]) -> None:
        """Wait, in this thread, until something about the connections and requests is so."""
        with self._changed:
            assert self._changed.wait_for(predicate, 10), "it did not come to this"

    def serve(self, connection: socket.socket) -> None:
        """Play the next act on a new connection."""
        with self._changed:
            act = self._acts[min(self.connections, len(self._acts) - 1)]
            self.connections += 1
        try:
            wired = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with wired:
                act.play(Wire(wired, self))
        finally:
            with self._changed:
                self.ended += 1
                self._changed.notify_all()


class _Server(ThreadingTCPServer):
    """The listening socket and a thread a connection; closing waits for them."""

    def __init__(self, faulty: FaultyServer) -> None:
        super().__init__(("127.0.0.1", 0), BaseRequestHandler)
        self._faulty = faulty

    def finish_request(self, request: Any, client_address: Any) -> None:
        with suppress(OSError):  # the client may leave at any point
            self._faulty.serve(request)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def chunked_head(status: int = 200) -> bytes:
    """The head of an answer whose body comes in chunks."""
    return _head(status, {"Transfer-Encoding": "chunked"})


def chunk(data: bytes) -> bytes:
    """One chunk of such a body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def web_page(status: int = 200) -> Answer:
    """A page in HTML, as proxies and sign-in pages give it."""
    return Answer(
        b"<!DOCTYPE html><title>Welcome to the hotel</title>", status, {"Content-Type": "text/html"}
    )


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(b"", status, {"Location": location})


def error(status: int, text: str, **headers: str) -> Answer:
    """The one error shape of the API reference; header names are given with ``_`` for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer({"success": False, "error": text}, status, named)


def gzip_bomb(mebibytes: int) -> Answer:
    """JSON that is small on the wire and ``mebibytes`` large when inflated."""
    body = gzip.compress(b'{"success": true, "response": "' + b"x" * (mebibytes << 20) + b'"}', 9)
    return Answer(body, headers={"Content-Encoding": "gzip"})
