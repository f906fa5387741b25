"""Optional parts of the API, and how long the result of a check for one is valid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Ability(StrEnum):
    """An optional part of the API; the value is the path of its list call."""

    SESSIONS = "sessions"
    TICKETS = "tickets"
    LEADS = "leads"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Tried:
    """Result of a check: whether the service has the ability, and when that was checked."""

    there: bool
    at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the result is still valid: until the end of its day in UTC.

        The plan or the service may change, so each ability is checked once a day.
        """
        return self.at.date() == now.date()
