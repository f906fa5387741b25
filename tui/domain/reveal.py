"""Reveal animation of a reply: how much of it is visible, as a function of elapsed time."""

from __future__ import annotations

import math

LONGEST = 2.0
"""Maximum seconds until a reply is shown in full."""

PACE = 220.0
"""Cells a second at which a short reply appears: faster than reading, slow enough to follow."""


def duration(cells: int) -> float:
    """Return the seconds that ``cells`` cells of text take to appear: at most ``LONGEST``."""
    return min(LONGEST, cells / PACE)


def revealed(cells: int, elapsed: float) -> int:
    """Return the cells visible ``elapsed`` seconds after the start; all of them once the time is up."""
    whole = duration(cells)
    if elapsed >= whole:
        return cells
    return min(cells, max(0, math.ceil(cells * elapsed / whole)))
