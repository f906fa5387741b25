"""A stored message, as far as it is compared with what the service tells."""

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
    """What is known of a stored message's place on the server."""

    SEEN = auto()
    """The service told of it, at the time that is kept."""
    OURS = auto()
    """This client wrote or received it: it is there, at a time that only our clock tells."""
    UNSURE = auto()
    """This client sent it and it may be there: *sending* or *unknown*."""
    LOCAL = auto()
    """It is surely not there: *queued* or *failed*."""


@dataclass(frozen=True, slots=True)
class Known:
    """A stored message, as far as the merge needs it."""

    key: int
    role: Role
    content: str
    at: datetime | None
    """By the service's clock where it is *seen* (``None``: it told no time), else by ours."""
    standing: Standing
    foreign: bool = False
    """The service told of it, and this client neither sent nor received it."""
