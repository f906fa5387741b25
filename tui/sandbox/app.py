"""The documented API over HTTP: four calls, two ways to send the key, one format of errors."""

from __future__ import annotations

import asyncio
import random
import secrets
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tui.domain import endpoint
from tui.sandbox.config import API_PATH
from tui.sandbox.errors import HANDLERS, ApiError, refusal
from tui.sandbox.faults import SLOW_SECONDS, FaultKind, Faults
from tui.sandbox.parameters import chat_parameters, conversation_parameters
from tui.sandbox.request_log import RequestLog, note_fault
from tui.sandbox.rudeness import RESET, SILENCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from tui.sandbox.backend import Backend
    from tui.sandbox.request_log import Request as LoggedRequest

    Pause = Callable[[], Awaitable[None]]


def create_app(
    backend: Backend, *, pause: Pause | None = None, log: Callable[[LoggedRequest], None] | None = None
) -> RequestLog:
    """Make the ASGI application that serves ``backend``.

    ``pause`` is awaited before each answer of ``/chat/``; by default it is the latency of the backend's
    settings. ``log`` is called with every request when its answer starts, or when it ends without one.

    Raises:
        FaultError: if the rates of the faults add up to more than 1.
    """
    faults = Faults(backend.config.faults, backend.config.fault_seed)
    api = _Api(backend, pause or latency(backend.config.latency_ms), faults)
    calls: list[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = [
        ("POST", "chat/", api.chat),
        ("GET", "websites/", api.websites),
        ("GET", "conversations/", api.conversations),
        ("GET", "account/", api.account),
    ]
    routes = [
        Route(API_PATH + name, _guarded(call, backend.config.api_key), methods=[method])
        for method, name, call in calls
    ]
    app = Starlette(routes=routes, exception_handlers=HANDLERS)
    app.router.redirect_slashes = False
    return RequestLog(_LoopbackOnly(app), log)


class _LoopbackOnly:
    """Refuses requests whose ``Host`` is not a loopback name.

    Otherwise a web page could point its own host name here and read the answers (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if _is_loopback(Headers(scope=scope).get("Host", "")):
            await self._app(scope, receive, send)
        else:
            await refusal(421, "The sandbox answers to localhost and loopback addresses only.")(
                scope, receive, send
            )


def _is_loopback(host: str) -> bool:
    """Return whether a ``Host`` header names a loopback address."""
    try:
        return endpoint.is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


class _Api:
    """Handlers of the four calls; SQLite runs in worker threads, so a locked file blocks nothing else."""

    def __init__(self, backend: Backend, pause: Pause, faults: Faults) -> None:
        self._backend = backend
        self._pause = pause
        self._faults = faults

    async def chat(self, request: Request) -> Response:
        """Answer a message, or simulate a fault.

        An admitted message is answered and counted even if the caller disconnects.
        """
        parameters = await chat_parameters(request)
        fault = self._faults.draw()
        note_fault(request.scope, fault)
        match fault:
            case FaultKind.AWAY:
                raise ApiError(503, "The AI service is away for a moment.")
            case FaultKind.RESET_BEFORE:
                return RESET
            case FaultKind.HANG:
                return SILENCE
            case _:
                pass
        question = await run_in_threadpool(self._backend.admit, parameters)
        if fault is FaultKind.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        await self._pause()
        answer = await run_in_threadpool(self._backend.answer, question)
        if fault is FaultKind.RESET_AFTER:
            return RESET
        whole = _success(response=answer, session_id=question.session_id)
        if fault is FaultKind.BAD_JSON:
            return Response(whole.body[: len(whole.body) // 2], media_type=whole.media_type)
        return whole

    async def websites(self, _request: Request) -> Response:
        """List the account's websites."""
        rows = [
            {"id": each.id, "name": each.name, "domain": each.domain, "is_primary": each.is_primary}
            for each in self._backend.websites
        ]
        return _success(websites=rows)

    async def conversations(self, request: Request) -> Response:
        """Return a session's messages, oldest first.

        Two decisions where the API reference is silent: of a longer session the last ``limit`` messages are
        returned, and an unknown session has no messages, without an error.
        """
        asked = conversation_parameters(request.query_params)
        messages = await run_in_threadpool(self._backend.messages, asked.session_id, asked.limit)
        rows = [
            {"role": each.role, "content": each.content, "timestamp": _timestamp(each.at)}
            for each in messages
        ]
        return _success(session_id=asked.session_id, messages=rows)

    async def account(self, _request: Request) -> Response:
        """Return the account and the month's usage."""
        config = self._backend.config
        used = await run_in_threadpool(self._backend.messages_used)
        return _success(
            account={
                "email": config.email,
                "plan": config.plan,
                "messages_used": used,
                "messages_limit": config.messages_limit,
            }
        )


def _guarded(
    call: Callable[[Request], Awaitable[Response]], api_key: str
) -> Callable[[Request], Awaitable[Response]]:
    expected = api_key.encode()

    async def checked(request: Request) -> Response:
        given = _key_of(request)
        if given is None:
            raise ApiError(401, "An API key is required, as Authorization: Bearer KEY or X-API-Key: KEY.")
        if not secrets.compare_digest(given.encode(), expected):
            raise ApiError(401, "This API key is not valid.")
        return await call(request)

    return checked


def _key_of(request: Request) -> str | None:
    """Return the key of a request; the Authorization header takes precedence."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and credentials.strip():
        return credentials.strip()
    return request.headers.get("X-API-Key")


def latency(milliseconds: tuple[int, int]) -> Pause:
    """Return a pause of random length between two numbers of milliseconds."""
    least, most = milliseconds

    async def pause() -> None:
        await asyncio.sleep(random.uniform(least, most) / 1000)  # noqa: S311 - a pace, no secret

    return pause


def _success(**fields: object) -> JSONResponse:
    return JSONResponse({"success": True, **fields})


def _timestamp(at: datetime) -> str:
    """Format a time as in the API reference: UTC, whole seconds, ``Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
