"""Stored messages, as the merge compares them with a conversation window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.models import Role

    Pair = tuple[int, int]
    """An index of what is known, and an index of the window."""


class Standing(Enum):
    """What is known of a stored message's presence at the service."""

    SEEN = auto()
    """The service has listed it, at the stored time."""
    OURS = auto()
    """This client sent or received it: it is there, at a time known only by our clock."""
    UNSURE = auto()
    """This client sent it and it may be there, such as *sending* or *unknown*."""
    LOCAL = auto()
    """It is surely not there: *queued* or *failed*."""


@dataclass(frozen=True, slots=True)
class Known:
    """A stored message, with the fields that the merge needs."""

    key: int
    role: Role
    content: str
    at: datetime | None
    """By the service's clock if *seen* (``None`` if it gave no time), else by ours."""
    standing: Standing
    foreign: bool = False
    """Whether the service listed it and this client neither sent nor received it."""
