"""A relay between the client and the service that can stop either side at a message."""

from __future__ import annotations

import socket
from contextlib import suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable


class Hook(Protocol):
    """Told of a message's steps: *left*, *taken* and *delivered*; ``False`` ends the connection there."""

    def __call__(self, step: str, /) -> bool: ...


def _pass_on(_step: str) -> bool:
    return True


class Relay:
    """Passes requests on to a port of this machine, one at a time a connection."""

    def __init__(self, port: int) -> None:
        self.hook: Hook = _pass_on
        self.answer = b""
        """Sent in place of the service's answer to a message, which then gets there not; empty for none."""
        self._port = port
        self._server = _Server(self._serve)
        self.port: int = self._server.socket.getsockname()[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), name="relay")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(20)
        with socket.create_connection(("127.0.0.1", self._port), 20) as service:
            while request := _message(client):
                hook = self.hook if request.startswith(b"POST ") else _pass_on
                if not hook("left"):
                    return
                if self.answer and request.startswith(b"POST "):
                    client.sendall(self.answer)
                    continue
                service.sendall(request)
                response = _message(service)
                if not hook("taken"):
                    return
                client.sendall(response)
                hook("delivered")


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        super().__init__(("127.0.0.1", 0), BaseRequestHandler)
        self._serve = serve

    def finish_request(self, request: Any, client_address: Any) -> None:
        with suppress(OSError):  # the client is killed at any point
            self._serve(request)


def _message(connection: socket.socket) -> bytes:
    """Read one whole HTTP message; nothing if the other side has left."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    ]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        if not (more := connection.recv(65536)):
            return b""
        data += more
        missing -= len(more)
    return data
