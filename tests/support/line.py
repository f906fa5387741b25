"""A line between a client and a port of this machine: it counts what goes over it, can stall, and drop."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Self


class Line:
    """Passes connections on to ``port``, both ways; :meth:`drop` ends them all at once.

    While it is stalled, what goes to the port waits; all of it arrives at once as it goes on.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        """Where it listens."""
        self.down = 0
        """Bytes that came from the port, as they went over the wire."""
        self._open = Event()
        self._open.set()
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

    def stall(self) -> None:
        """Hold back what goes to the port."""
        self._open.clear()

    def go_on(self) -> None:
        """Pass on what was held back, in one piece, and all that comes."""
        self._open.set()

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
                elif not self._open.is_set():
                    self._open.wait()
                    data += _at_hand(source)
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _at_hand(source: socket.socket) -> bytes:
    """What has arrived meanwhile."""
    with suppress(BlockingIOError):
        return source.recv(1 << 20, socket.MSG_DONTWAIT)
    return b""
