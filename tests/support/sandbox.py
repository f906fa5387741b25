"""The real sandbox, served on a real loopback socket from a thread of the test."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import TYPE_CHECKING, TypedDict, Unpack

from tui.sandbox.app import create_app, latency
from tui.sandbox.backend import Backend
from tui.sandbox.config import Plan, SandboxConfig
from tui.sandbox.errors import ApiError
from tui.sandbox.server import Server, base_url, listen

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from tui.sandbox.faults import FaultRate
    from tui.sandbox.request_log import Request
    from tui.sandbox.state import StoredMessage
    from tui.sandbox.websites import Website


class Overrides(TypedDict, total=False):
    """What a test may set; the rest is a free port, no latency, nothing used, all in memory."""

    port: int
    api_key: str
    email: str
    plan: Plan
    used: int | None
    limit: int | None
    latency_ms: tuple[int, int]
    database: Path | None
    clock: Callable[[], datetime]
    seeded: bool
    websites: tuple[Website, ...]
    faults: tuple[FaultRate, ...]


@dataclass
class RunningSandbox:
    """A sandbox that serves, and what a test asks it about behind the API's back."""

    base_url: str
    """With ``/api/v1/``."""
    api_key: str
    backend: Backend
    requests: list[Request] = field(default_factory=list["Request"])
    """Every request answered so far, oldest first."""
    waiting: int = 0
    """Messages that were let in and wait for their answer."""
    held: Event = field(default_factory=Event)
    """Set while answers are held back."""
    hanging: Event = field(default_factory=Event)
    """Set while requests are taken and none is answered."""
    pending: list[str] = field(default_factory=list[str])
    """The paths of the requests that hang."""
    refusal: ApiError | None = None
    """What ``/chat/`` answers instead of the truth."""

    @property
    def port(self) -> int:
        """The port that it serves on."""
        return int(self.base_url.split(":")[2].split("/")[0])

    def messages_used(self) -> int:
        """Return the messages counted this month."""
        return self.backend.messages_used()

    def messages(self, session_id: str) -> list[StoredMessage]:
        """Return what the sandbox keeps of a session, oldest first."""
        return self.backend.messages(session_id, 1_000_000)

    def asked(self, path_end: str) -> int:
        """Return how many requests to a path that ends so (such as ``chat/``) were answered."""
        return sum(request.path.endswith(path_end) for request in self.requests)

    def hold(self) -> None:
        """Keep every answer of ``/chat/`` back until :meth:`release`."""
        self.held.set()

    def release(self) -> None:
        """Let the answers that are held go, and later ones pass."""
        self.held.clear()

    def hang(self) -> None:
        """Take every request and answer none until :meth:`go_on`."""
        self.hanging.set()

    def go_on(self) -> None:
        """Answer what hangs, and what comes."""
        self.hanging.clear()

    def refuse(self, status: int, sentence: str) -> None:
        """Answer every message with an error until :meth:`accept`; nothing is kept or counted."""
        self.refusal = ApiError(status, sentence)

    def set_limit(self, limit: int) -> None:
        """Have the account another number of messages a month."""
        self.backend.config = replace(self.backend.config, limit=limit)

    def accept(self) -> None:
        """Answer messages again."""
        self.refusal = None


@contextmanager
def running_sandbox(**overrides: Unpack[Overrides]) -> Generator[RunningSandbox]:
    """Serve the real application until the block ends; answers still held then are cut off."""
    config = replace(SandboxConfig(port=0, used=0, latency_ms=(0, 0)), **overrides)
    listening = listen(config.host, config.port)
    with Backend(config) as backend:
        sandbox = RunningSandbox(base_url(listening), config.api_key, backend)
        wait = latency(config.latency_ms)

        async def pause() -> None:
            sandbox.waiting += 1
            try:
                await wait()
                while sandbox.held.is_set():  # noqa: ASYNC110 - another thread lets go
                    await asyncio.sleep(0.005)
            finally:
                sandbox.waiting -= 1
            if sandbox.refusal is not None:
                raise sandbox.refusal

        ready = Event()
        app = create_app(backend, pause=pause, log=sandbox.requests.append)

        async def may_hang(scope: Scope, receive: Receive, send: Send) -> None:
            sandbox.pending.append(scope.get("path", ""))
            try:
                while sandbox.hanging.is_set():  # noqa: ASYNC110 - another thread lets go
                    await asyncio.sleep(0.005)
            finally:
                sandbox.pending.remove(scope.get("path", ""))
            await app(scope, receive, send)

        server = Server(may_hang, on_ready=ready.set, grace_seconds=0)
        thread = Thread(target=lambda: asyncio.run(server.serve([listening])), name="sandbox")
        thread.start()
        try:
            assert ready.wait(10), "the sandbox did not start"
            yield sandbox
        finally:
            server.stop()
            thread.join()
