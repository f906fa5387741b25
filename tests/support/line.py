"""A line between a client and a port of this machine: it counts what goes over it, and can drop."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread
from typing import Self


class Line:
    """Passes connections on to ``port``, both ways; :meth:`drop` ends them all at once."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        """Where it listens."""
        self.down = 0
        """Bytes that came from the port, as they went over the wire."""
        self._ends: list[socket.socket] = []
        self._threads = [Thread(target=self._listen, name="line")]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.drop()
        for thread in self._threads:
            thread.join()
        for end in self._ends:
            end.close()

    def drop(self) -> None:
        """End every connection."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near = self._listening.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._to))
                self._ends += [near, far]
                self._begin(near, far, counted=False)
                self._begin(far, near, counted=True)

    def _begin(self, source: socket.socket, target: socket.socket, *, counted: bool) -> None:
        thread = Thread(target=self._carry, args=(source, target), kwargs={"counted": counted}, name="line")
        self._threads.append(thread)
        thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, *, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if counted:
                    self.down += len(data)
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
