"""Connections as the client makes them."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, cast

import httpcore
import pytest

from tests.ui.harness import until
from tui.api.paced import PacedBackend


class Held(httpcore.AsyncNetworkBackend):
    """Connects as anyio does, but comes back only when it is let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(self, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        stream = await self._inner.connect_tcp(*args, **options)
        await self.let_go.wait()
        return stream


async def test_a_connection_that_comes_after_its_caller_has_gone_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = Held()
        connecting = asyncio.create_task(
            PacedBackend(held).connect_tcp("127.0.0.1", server.getsockname()[1], timeout=30)
        )
        ours, _ = await asyncio.to_thread(server.accept)
        with ours:
            connecting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await connecting
            held.let_go.set()
            ours.settimeout(0)

            def is_closed() -> bool:
                try:
                    return ours.recv(1) == b""
                except BlockingIOError:
                    return False

            await until(is_closed)
