"""A service on loopback that answers at a set pace with a reply of a set length, and knows no session."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

REPLY = ("The shop on the quay is open from eight to six, and on Sundays from nine to one. " * 15)[:1200]
"""A reply of 1,200 characters, as in the design's table."""

_WEBSITES = {
    "success": True,
    "websites": [{"id": 1, "name": "Bench", "domain": "bench.example", "is_primary": True}],
}
_ACCOUNT = {
    "success": True,
    "account": {"email": "you@example.com", "plan": "pro", "messages_used": 10, "messages_limit": 50_000},
}


@dataclass
class Service:
    """Serves the four calls from a thread of its own."""

    latency: float = 0.0
    """Seconds that an answer of ``/chat/`` takes."""
    chat_seconds: list[float] = field(default_factory=list[float])
    """How long each ``/chat/`` took by the service's own clock, from its request to its answer."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def base_url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._port}/api/v1/"

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self._port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        while head := await self._head(reader):
            began = time.perf_counter()
            request = head.split(b"\r\n", 1)[0].decode()
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                ),
                0,
            )
            body = await reader.readexactly(length)
            answer = json.dumps(await self._answer(request, body)).encode()
            if "/chat/" in request:
                self.chat_seconds.append(time.perf_counter() - began)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + f"Content-Length: {len(answer)}\r\n\r\n".encode()
                + answer
            )
        writer.close()

    async def _head(self, reader: StreamReader) -> bytes:
        try:
            return await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""

    async def _answer(self, request: str, body: bytes) -> object:
        if "/chat/" in request:
            await asyncio.sleep(self.latency)
            # Its first words are its own, so that a run can tell it from the one before.
            reply = f"Reply {len(self.chat_seconds) + 1}: {REPLY}"[: len(REPLY)]
            return {"success": True, "response": reply, "session_id": json.loads(body)["session_id"]}
        if "/websites/" in request:
            return _WEBSITES
        if "/account/" in request:
            return _ACCOUNT
        return {"success": True, "session_id": "any", "messages": []}
