"""Fault table: the title, sentence, remedy and consequences of every way a call may fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.api.body import BODY_LIMIT
from tui.domain.clean import one_line
from tui.domain.faults import Fault, FaultKind

if TYPE_CHECKING:
    from tui.api.exchange import Exchange


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    sentence: str
    """Without its full stop: the service's own message may follow."""
    remedy: str
    retryable: bool = False
    taken: bool = False
    """Whether a message that was sent may have been taken anyway."""


_CHECK_NETWORK = "Check the network connection and the base URL, then try again."
_STRANGE = "Check the base URL; if it is right, the service has changed or something stands in between."

_TABLE = {
    FaultKind.BAD_REQUEST: _Row(
        "Request not accepted",
        "The service did not accept the request (400)",
        "Change what it complains of, then try again.",
    ),
    FaultKind.KEY_REFUSED: _Row(
        "Key refused",
        "The service did not accept the API key (401)",
        "Copy the key again from the API Settings page of your Asyntai account.",
    ),
    FaultKind.FORBIDDEN: _Row(
        "No access",
        "The service does not let this account in (403)",
        "API access needs a Starter, Standard or Pro plan with messages left: check the plan at Asyntai.",
    ),
    FaultKind.NOT_FOUND: _Row(
        "Not found",
        "{host} found nothing for {call} (404)",
        "Check the website, the session id and the base URL.",
    ),
    FaultKind.LIMIT_REACHED: _Row(
        "Message limit reached",
        "The plan's messages for this month are used up ({status})",
        "The count starts anew when the month turns; a larger plan lifts the limit at once.",
    ),
    FaultKind.TOO_MANY: _Row(
        "Too many at once",
        "The service was asked too often in a short time (429)",
        "Wait a moment, then try again.",
        retryable=True,
    ),
    FaultKind.AWAY: _Row(
        "Service away",
        "The AI service is away for a moment (503)",
        "Wait a moment, then try again.",
        retryable=True,
    ),
    FaultKind.SERVER_ERROR: _Row(
        "Service error",
        "The service failed ({status})",
        "Wait a moment, then try again.",
        retryable=True,
        taken=True,
    ),
    FaultKind.REFUSED_BY_SERVICE: _Row(
        "Refused by the service",
        "The service answered that it did not succeed",
        "Change what it complains of, then try again.",
        taken=True,
    ),
    FaultKind.REDIRECT: _Row(
        "Sent elsewhere",
        "{host} points to {target} ({status}), which is not followed: the key would go along",
        "Check the base URL; the sign-in page of a public network does this too.",
        retryable=True,
    ),
    FaultKind.UNEXPECTED_STATUS: _Row(
        "Unexpected answer",
        "{host} answered {call} with status {status}",
        _STRANGE,
    ),
    FaultKind.IN_BETWEEN: _Row(
        "Not an answer of the service",
        "{host} answered {call} with status {status}, but not in the service's own form",
        "A proxy or a cache may stand in between: wait a moment, then try again.",
        retryable=True,
        taken=True,
    ),
    FaultKind.OTHER_SESSION: _Row(
        "Answer to another session",
        "The service answered for the session {target}, so its answer is not shown as the reply",
        "Open that session to see whether its answer is there.",
        taken=True,
    ),
    FaultKind.NOT_JSON: _Row(
        "Not an answer of the service",
        "The answer to {call} {problem}",
        "A proxy or the sign-in page of a network may stand in between: check the network and the base URL.",
        retryable=True,
        taken=True,
    ),
    FaultKind.WRONG_SHAPE: _Row(
        "Unexpected answer",
        "In the answer to {call}, {problem}",
        _STRANGE,
        taken=True,
    ),
    FaultKind.TOO_LARGE: _Row(
        "Answer too large",
        f"The answer to {{call}} is larger than {BODY_LIMIT // 1024**2} MiB and was read no further",
        "Ask for less, or tell the service's support.",
        taken=True,
    ),
    FaultKind.NAME_NOT_FOUND: _Row(
        "Name not found",
        "{host} cannot be found by its name",
        _CHECK_NETWORK,
        retryable=True,
    ),
    FaultKind.REFUSED: _Row(
        "Not reached",
        "{host} cannot be reached",
        _CHECK_NETWORK,
        retryable=True,
    ),
    FaultKind.TLS: _Row(
        "No secure connection",
        "The secure connection to {host} failed",
        "Check the base URL and this machine's clock; SSL_CERT_FILE may name a private authority.",
    ),
    FaultKind.CONNECT_TIMEOUT: _Row(
        "No connection",
        "{host} could not be connected to within {connect_seconds:g} s",
        _CHECK_NETWORK,
        retryable=True,
    ),
    FaultKind.ANSWER_TIMEOUT: _Row(
        "No answer in time",
        "{host} did not answer within {answer_seconds:g} s",
        "Wait a moment, then try again.",
        retryable=True,
        taken=True,
    ),
    FaultKind.BROKEN: _Row(
        "Connection broken",
        "The connection to {host} broke before the answer was whole",
        _CHECK_NETWORK,
        retryable=True,
        taken=True,
    ),
}

_ON_THE_WAY = frozenset(
    {
        FaultKind.NAME_NOT_FOUND,
        FaultKind.REFUSED,
        FaultKind.TLS,
        FaultKind.CONNECT_TIMEOUT,
        FaultKind.BROKEN,
    }
)
"""Faults that may occur before the request is sent."""
_LOOK_FIRST = (
    "The message may have been taken all the same: look at the conversation before you send it again."
)


def fault(
    kind: FaultKind, exchange: Exchange, *, reason: str = "", problem: str = "", target: str = ""
) -> Fault:
    """Make a fault from the table.

    ``reason``, else the service's own message, is untrusted text that follows the sentence; ``problem`` and
    ``target`` fill its placeholders. A sent message counts as not taken only if the service itself says so.
    """
    row = _TABLE[kind]
    sentence = row.sentence.format(
        host=exchange.peer,
        call=exchange.call,
        status=exchange.status,
        # The answer's time-out holds while connecting too.
        connect_seconds=min(exchange.connect_seconds, exchange.answer_seconds),
        answer_seconds=exchange.answer_seconds,
        problem=problem,
        target=one_line(exchange.key.hidden_in(target)),
    )
    if exchange.peer != exchange.host:
        sentence = sentence[0].upper() + sentence[1:]
    told = one_line(exchange.key.hidden_in(reason or exchange.said or "")).rstrip(".")
    taken = exchange.call.spends and exchange.sent and (row.taken or exchange.said is None)
    return Fault(
        kind=kind,
        title=row.title,
        sentence=f"{sentence}: {told}." if told else f"{sentence}.",
        remedy=_LOOK_FIRST if taken else _remedy(row, kind, exchange),
        retryable=row.retryable,
        may_have_been_taken=taken,
        status=exchange.status,
        retry_after=exchange.retry_after,
    )


def _remedy(row: _Row, kind: FaultKind, exchange: Exchange) -> str:
    """Return what to do next; before the request is sent, name the variable that chose the route."""
    proxy, passed_by = exchange.route.proxy, exchange.route.passed_by
    if kind not in _ON_THE_WAY or exchange.sent:
        return row.remedy
    if proxy is not None and not (exchange.through and exchange.in_tls_handshake):
        return f"Check {proxy.variable}, and that the proxy works; NO_PROXY names hosts that need none."
    return f"{row.remedy} {passed_by} keeps it from the proxy." if passed_by else row.remedy
