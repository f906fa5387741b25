"""Checks for optional parts of the API: the call to make, and how to read its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.api.exchange import Call

if TYPE_CHECKING:
    from tui.domain.abilities import Ability
    from tui.domain.faults import Fault

SMALLEST: dict[str, str] = {"limit": "1"}
"""Parameters of the smallest request: only whether it succeeds counts."""

_ABSENT = frozenset({403, 404})
"""403: the plan does not include it. 404: the service does not know it."""


def listing(ability: Ability) -> Call:
    """Return the list call of an ability."""
    return Call("GET", f"{ability}/")


def says_absent(fault: Fault) -> bool:
    """Whether a call failed because the ability is missing, not because of another fault."""
    return fault.status in _ABSENT
