"""Map HTTP statuses and exceptions to faults."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING

import httpx

from tui.api.exchange import AnswerError
from tui.api.faults import fault
from tui.domain.faults import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.api.exchange import Exchange

_BY_STATUS = {
    400: FaultKind.BAD_REQUEST,
    401: FaultKind.KEY_REFUSED,
    403: FaultKind.FORBIDDEN,
    404: FaultKind.NOT_FOUND,
    429: FaultKind.LIMIT_REACHED,
    503: FaultKind.AWAY,
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OWN_WORD = frozenset(_BY_STATUS.values()) - {FaultKind.KEY_REFUSED}
"""Faults believed for a message only in the service's own words; a refused key is to be replaced anyway."""


def fault_of_status(exchange: Exchange, *, location: str = "") -> Fault:
    """Make the fault for a status other than success; ``location`` is the target of a redirect."""
    status = exchange.status or 0
    if status in _REDIRECTS:
        return fault(FaultKind.REDIRECT, exchange, target=_host_of(location) or "another address")
    kind = _BY_STATUS.get(status)
    if kind is None:
        kind = FaultKind.SERVER_ERROR if 500 <= status < 600 else FaultKind.UNEXPECTED_STATUS
    if kind in _OWN_WORD and exchange.call.spends and exchange.said is None:
        kind = FaultKind.IN_BETWEEN
    return fault(kind, exchange)


def fault_of_error(exchange: Exchange, error: Exception) -> Fault:
    """Make the fault for an exception: an unusable body, or a connection error of httpx."""
    match error:
        case AnswerError():
            return fault(error.kind, exchange, problem=error.problem)
        case httpx.InvalidURL():
            return fault(FaultKind.BAD_REQUEST, exchange, reason="the session id is too long")
        case httpx.ConnectTimeout():
            return fault(FaultKind.CONNECT_TIMEOUT, exchange)
        case TimeoutError():
            kind = FaultKind.ANSWER_TIMEOUT if exchange.sent else FaultKind.CONNECT_TIMEOUT
            return fault(kind, exchange)
        case UnicodeError():
            return fault(FaultKind.NAME_NOT_FOUND, exchange)
        case httpx.ProxyError():
            exchange.through = True  # the proxy was reached, and says why the service was not
            proxy = exchange.route.proxy or "the proxy"
            return fault(FaultKind.REFUSED, exchange, reason=f"{proxy} answered {error}")
        case httpx.ConnectError():
            return _fault_of_connecting(exchange, error)
        case _:
            return fault(FaultKind.BROKEN, exchange)


def _fault_of_connecting(exchange: Exchange, error: httpx.ConnectError) -> Fault:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return fault(FaultKind.NAME_NOT_FOUND, exchange)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return fault(FaultKind.TLS, exchange, reason=cause.verify_message)
    if exchange.in_tls_handshake:
        return fault(FaultKind.TLS, exchange)
    numbers = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
    if errno.ETIMEDOUT in numbers:
        return fault(FaultKind.CONNECT_TIMEOUT, exchange)
    reason = "the connection was refused" if errno.ECONNREFUSED in numbers else ""
    return fault(FaultKind.REFUSED, exchange, reason=reason)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and everything that led to it.

    anyio groups the errors of several addresses, and httpcore's pool hides causes by ``from None``, which
    leaves the context.
    """
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
            yield from _causes(member)  # pyright: ignore[reportUnknownArgumentType]
    before = error.__cause__ or error.__context__
    if before is not None:
        yield from _causes(before)


def _host_of(location: str) -> str:
    try:
        return httpx.URL(location).host
    except (httpx.InvalidURL, UnicodeError):
        return ""
