"""Optional parts of the API: the call that tries one, and what its failure says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.api.exchange import Call

if TYPE_CHECKING:
    from tui.domain.abilities import Ability
    from tui.domain.faults import Fault

SMALLEST: dict[str, str] = {"limit": "1"}
"""What to ask for when only the question counts whether there is an answer."""

_ABSENT = frozenset({403, 404})
"""The plan does not include it; the service does not know it."""


def listing(ability: Ability) -> Call:
    """Make the call that lists what the ability is about."""
    return Call("GET", f"{ability}/")


def says_absent(fault: Fault) -> bool:
    """Whether a call failed because the ability is not there, rather than by trouble on the way."""
    return fault.status in _ABSENT
