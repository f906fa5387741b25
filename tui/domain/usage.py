"""The month's usage: how much is left, and when to warn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.domain.models import Account

WARN_AT = 0.80
ALERT_AT = 0.95


class UsageLevel(StrEnum):
    """How near the limit the account is."""

    FINE = "fine"
    WARN = "warn"
    ALERT = "alert"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Usage:
    """The month's usage, in messages; ``limit`` is ``None`` if none is known."""

    used: int
    limit: int | None

    @classmethod
    def of(cls, account: Account) -> Usage:
        """Read the usage of an account."""
        return cls(account.messages_used, account.messages_limit)

    @property
    def left(self) -> int | None:
        """Messages that may still be sent; never below 0."""
        return None if self.limit is None else max(0, self.limit - self.used)

    @property
    def fraction(self) -> float:
        """The used fraction of the limit, from 0 to 1; 0 if no limit is known."""
        if self.limit is None:
            return 0.0
        return min(1.0, max(0, self.used) / self.limit) if self.limit > 0 else 1.0

    @property
    def percent_left(self) -> int | None:
        """Whole per cent that is left, rounded down: it is 100 only if nothing is used."""
        return None if self.limit is None else int((1 - self.fraction) * 100)

    @property
    def level(self) -> UsageLevel:
        """How near the limit this is."""
        if self.limit is None:
            return UsageLevel.FINE
        if self.used >= self.limit:
            return UsageLevel.REACHED
        if self.fraction >= ALERT_AT:
            return UsageLevel.ALERT
        return UsageLevel.WARN if self.fraction >= WARN_AT else UsageLevel.FINE


def counted(account: Account, sent: int = 1) -> Account:
    """Return the account with ``sent`` more messages used, before the service confirms it."""
    return replace(account, messages_used=account.messages_used + sent)
