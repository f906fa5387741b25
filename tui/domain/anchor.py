"""Scroll anchor: a place in a transcript that survives re-wrapping and a restart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a transcript that is independent of layout: a message, and an offset into its text."""

    key: int
    characters: int
    """Letters and digits of the message's lines above the place."""
    below: int = 0
    """Lines by which that offset lies below the intended place."""
