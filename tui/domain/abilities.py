"""What the service may be able to do beyond its documented calls, and how long an answer to that holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Ability(StrEnum):
    """An optional part of the API; each has a list of its name."""

    SESSIONS = "sessions"
    TICKETS = "tickets"
    LEADS = "leads"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether an ability was there, and when it was tried."""

    there: bool
    at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether this still answers the question: for the rest of its day, by UTC.

        A plan may be changed and a service renewed, so each day it is tried once more.
        """
        return self.at.date() == now.date()
