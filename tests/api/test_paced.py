"""Connections as the client makes them."""

from __future__ import annotations

import asyncio
import gc
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

import httpcore
import pytest

from tests.api.support import HASTY, client_of, fault_of
from tests.ui.harness import until
from tui.api.paced import PacedBackend
from tui.domain.faults import FaultKind

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
ACCOUNT = (
    b'{"success": true, "account": {"email": "a@example.com", "plan": "Pro", "messages_used": 1, '
    b'"messages_limit": 2}}'
)
STEPS = 30
"""Turns of the event loop in which a call comes to its end, and some more."""


class Held(httpcore.AsyncNetworkBackend):
    """Connects as anyio does, but comes back only when it is let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(self, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        stream = await self._inner.connect_tcp(*args, **options)
        try:
            await self.let_go.wait()
        except BaseException:
            await stream.aclose()
            raise
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


async def test_connections_that_are_being_made_end_with_the_client() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        backend = PacedBackend(Held())
        connecting = asyncio.create_task(
            backend.connect_tcp("127.0.0.1", server.getsockname()[1], timeout=30)
        )
        ours, _ = await asyncio.to_thread(server.accept)
        with ours:
            await backend.aclose()
            with pytest.raises(httpcore.ConnectError):
                await connecting
            with pytest.raises(httpcore.ConnectError):
                await backend.connect_tcp("127.0.0.1", server.getsockname()[1], timeout=30)
    gc.collect()


class Answering:
    """A service in the loop of the test, which counts the connections that are open."""

    def __init__(self) -> None:
        self.open = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(HEAD % len(ACCOUNT))
                await writer.drain()
                await asyncio.sleep(0)
                writer.write(ACCOUNT)
        self.open -= 1
        writer.close()


@asynccontextmanager
async def answering() -> AsyncGenerator[Answering]:
    service = Answering()
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0)
    async with server:
        service.port = server.sockets[0].getsockname()[1]
        yield service
        await until(lambda: service.open == 0)


async def turns(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


@pytest.mark.parametrize("is_new", [True, False])
async def test_a_call_that_is_cancelled_at_any_moment_leaves_no_connection_in_use(is_new: bool) -> None:
    async with answering() as service:
        for step in range(STEPS):
            async with client_of(f"http://127.0.0.1:{service.port}") as client:
                if not is_new:
                    await client.account()
                call = asyncio.create_task(client.account())
                await turns(step)
                call.cancel()
                await asyncio.wait([call])
                # One is kept for the next call, which finds it free.
                await client.account()
                await until(lambda: service.open == 1)
    gc.collect()


@pytest.mark.parametrize("calls", [1, 3])
async def test_a_client_that_is_closed_at_any_moment_leaves_no_connection(calls: int) -> None:
    async with answering() as service:
        for step in range(STEPS):
            client = client_of(f"http://127.0.0.1:{service.port}")
            asking = [asyncio.create_task(client.account()) for _ in range(calls)]
            await turns(step)
            asking[0].cancel()
            await client.close()
            await asyncio.gather(*asking, return_exceptions=True)
    gc.collect()


@pytest.mark.parametrize("is_cancelled", [True, False])
async def test_a_call_that_ends_in_the_tls_handshake_closes_its_connection(is_cancelled: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        async with client_of(f"https://127.0.0.1:{server.getsockname()[1]}", HASTY) as client:
            call = asyncio.create_task(client.account())
            ours, _ = await asyncio.to_thread(server.accept)
            with ours:
                hello = await asyncio.to_thread(ours.recv, 65536)
                assert hello
                if is_cancelled:
                    call.cancel()
                    await asyncio.wait([call])
                else:
                    fault = await fault_of(call)
                    assert fault.kind is FaultKind.CONNECT_TIMEOUT
                ours.settimeout(30)
                assert await asyncio.to_thread(ours.recv, 1) == b""
