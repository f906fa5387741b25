"""Serves a sandbox over HTTP on loopback."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from tui.sandbox.config import API_PATH
from tui.sandbox.rudeness import Connection

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from starlette.types import ASGIApp

KEEP_ALIVE_SECONDS = 75
"""How long an idle connection stays open."""

GRACE_SECONDS = 2
"""How long answers under way may go on when the server is stopped."""


class AddressError(Exception):
    """The address cannot be served; the text is one sentence for a person."""


def listen(host: str, port: int) -> socket.socket:
    """Take ``port`` of a loopback address; 0 takes a free one.

    Raises:
        AddressError: if ``host`` is not loopback, or the port cannot be taken.
    """
    address = "127.0.0.1" if host == "localhost" else host
    try:
        ip = ip_address(address)
    except ValueError:
        ip = None
    if ip is None or not ip.is_loopback:
        raise AddressError(f"The sandbox serves this machine only: {host} is not a loopback address.")
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY); else each waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen()
    except OSError as error:
        listening.close()
        why = error.strerror or str(error)
        raise AddressError(f"Port {port} of {host} cannot be taken: {why}. Choose another port.") from None
    return listening


def base_url(listening: socket.socket) -> str:
    """Return the base URL of the API behind a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{API_PATH}"


class Server(uvicorn.Server):
    """uvicorn, saying when it accepts connections, and leaving signals to its caller."""

    def __init__(
        self, app: ASGIApp, on_ready: Callable[[], None], grace_seconds: int = GRACE_SECONDS
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",  # the request log says what a person needs
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=grace_seconds,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections, and say so."""
        await super().startup(sockets)
        self._on_ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals alone."""
        yield

    def stop(self) -> None:
        """Ask the server to end; to be called in its own loop, or from any thread."""
        self.should_exit = True
