"""Validate the values of a damaged file."""

from __future__ import annotations

from typing import Any

from tui.domain.faults import Fault, FaultKind
from tui.store.rows import fault_of, moment

SALVAGED = Fault(
    kind=FaultKind.INTERRUPTED,
    title="Store damaged",
    sentence="The store was damaged while this message was on its way.",
    remedy="The message may have been taken: look at the conversation before you send it again.",
    retryable=True,
    may_have_been_taken=True,
)
NO_PLACE = Fault(
    kind=FaultKind.NOT_TAKEN,
    title="Store damaged",
    sentence="The store was damaged, and with it the note of the website that this message is for.",
    remedy="Look whether the website on screen is the right one before you send it.",
    retryable=True,
    may_have_been_taken=False,
)


def decoded(value: Any) -> Any:
    """Decode bytes as text, with replacement characters for those that are not UTF-8."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def text(value: object) -> str | None:
    """Return a text; ``None`` for anything else."""
    return value if isinstance(value, str) else None


def time(value: object) -> int | None:
    """Return a time that can be shown; ``None`` for anything else."""
    if not isinstance(value, int):
        return None
    try:
        moment(value)
    except OverflowError:
        return None
    return value


def stored_fault(value: object) -> Fault | None:
    """Parse a stored fault; ``None`` if it cannot be."""
    try:
        return fault_of(value) if isinstance(value, str) else None
    except (ValueError, TypeError, KeyError):
        return None
