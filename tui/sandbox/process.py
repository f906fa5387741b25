"""Runs the sandbox as a process: what it prints, and what ends it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from threading import Thread
from typing import TYPE_CHECKING

from tui import output
from tui.sandbox.app import create_app
from tui.sandbox.backend import Backend
from tui.sandbox.seeds import conversations_of
from tui.sandbox.server import Server, base_url, listen

if TYPE_CHECKING:
    import socket

    from tui.sandbox.config import SandboxConfig

INTERRUPTED = 128 + signal.SIGINT
"""The exit status after Ctrl+C."""


def serve(config: SandboxConfig, *, announce_sessions: bool, until_stdin_closes: bool) -> int:
    """Serve until a signal, or until standard input closes if so requested; return the exit status.

    Prints ``Sandbox ready: BASE_URL`` once connections are accepted, then, if requested, one line of JSON
    with the sessions that the sandbox starts with; and one line for each request to standard error.

    Raises:
        AddressError: if the address cannot be served.
        StateError: if the data file cannot be used.
    """
    with listen(config.host, config.port) as listening, Backend(config) as backend:

        def ready() -> None:
            sessions = f"{_sessions(config)}\n" if announce_sessions else ""
            output.write(f"Sandbox ready: {base_url(listening)}\n{sessions}")

        logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)
        server = Server(create_app(backend), ready)
        return asyncio.run(_until_stopped(server, listening, until_stdin_closes=until_stdin_closes))


def _sessions(config: SandboxConfig) -> str:
    conversations = conversations_of(config.websites) if config.seeded else ()
    return json.dumps(
        {
            "sessions": [
                {"session_id": each.session_id, "website_id": each.website_id} for each in conversations
            ]
        }
    )


async def _until_stopped(server: Server, listening: socket.socket, *, until_stdin_closes: bool) -> int:
    loop = asyncio.get_running_loop()
    status = 0

    def interrupt() -> None:
        nonlocal status
        status = INTERRUPTED
        server.stop()

    loop.add_signal_handler(signal.SIGINT, interrupt)
    loop.add_signal_handler(signal.SIGTERM, server.stop)
    if until_stdin_closes:
        Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    await server.serve([listening])
    return status


def _stop_at_end_of_input(server: Server) -> None:
    # A read error means the same as the end of input: the parent has gone.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    server.stop()
