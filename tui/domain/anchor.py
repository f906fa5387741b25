"""A place in a transcript, in terms that stay true when lines are broken elsewhere, or in another run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a transcript that outlives a change of layout: a message, and how far into its text."""

    key: int
    characters: int
    """Letters and digits of the message's lines above the place."""
    below: int = 0
    """Lines from the place that is meant down to this one."""
