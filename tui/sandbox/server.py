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
"""Seconds that an idle connection stays open."""

GRACE_SECONDS = 2
"""Seconds that answers under way may still take when the server is stopped."""


class AddressError(Exception):
    """The address cannot be served; the text is a sentence to show."""


def listen(host: str, port: int) -> socket.socket:
    """Listen on ``port`` of a loopback address; 0 chooses a free port.

    Raises:
        AddressError: if ``host`` is not loopback, or the port cannot be bound.
    """
    address = "127.0.0.1" if host == "localhost" else host
    try:
        ip = ip_address(address)
    except ValueError:
        ip = None
    if ip is None or not ip.is_loopback:
        raise AddressError(f"The sandbox serves this machine only: {host} is not a loopback address.")
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    # asyncio sets TCP_NODELAY only if the protocol is named; without it each small answer waits 40 ms.
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
    """uvicorn server that calls back when it accepts connections, and leaves signals to its caller."""

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
                log_level="critical",  # the request log has what is needed
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=grace_seconds,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start accepting connections, and call ``on_ready``."""
        await super().startup(sockets)
        self._on_ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Install no signal handlers."""
        yield

    def stop(self) -> None:
        """Ask the server to end; may be called from its event loop or any thread."""
        self.should_exit = True
