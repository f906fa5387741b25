"""Quota errors: tell a used-up month from too many requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.api.faults import fault
from tui.domain.faults import FaultKind
from tui.domain.usage import Usage, UsageLevel

if TYPE_CHECKING:
    from tui.api.exchange import Exchange
    from tui.domain.faults import Fault
    from tui.domain.models import Account

SHORT = 3600.0
"""Seconds; a ``Retry-After`` up to this is not about the month's quota."""

_TOO_FAST = re.compile(
    r"too many|too fast|too often|rate.?limit|throttl|slow down|concurren|at once|second|minute|hour|moment|"
    r"request.{0,3} limit",
    re.IGNORECASE,
)
_USED_UP = re.compile("limit|quota|month|upgrade|used up|exceeded", re.IGNORECASE)


def leaves_open(of: Fault, exchange: Exchange) -> bool:
    """Whether the account must be checked to learn why the service itself refused the call."""
    if exchange.said is None:
        return False
    if of.kind is FaultKind.LIMIT_REACHED:
        return _is_too_fast(exchange) or not _USED_UP.search(exchange.said)
    # For these the message must mention it: the account may be full because this message was taken.
    forbidden = of.kind in {FaultKind.FORBIDDEN, FaultKind.REFUSED_BY_SERVICE}
    return forbidden and _USED_UP.search(exchange.said) is not None and not _is_too_fast(exchange)


def fault_of_quota(of: Fault, exchange: Exchange, account: Account | None) -> Fault:
    """Make the fault of such a refusal; ``account`` is its current state, ``None`` if unknown."""
    if account is not None and Usage.of(account).level is UsageLevel.REACHED:
        return fault(FaultKind.LIMIT_REACHED, exchange)
    if of.kind is FaultKind.LIMIT_REACHED and (account is not None or _is_too_fast(exchange)):
        return fault(FaultKind.TOO_MANY, exchange)
    return of


def _is_too_fast(exchange: Exchange) -> bool:
    """Whether the response means too many requests: by a wait too short for a month, or in words."""
    if exchange.retry_after is not None and exchange.retry_after <= SHORT:
        return True
    return _TOO_FAST.search(exchange.said or "") is not None
