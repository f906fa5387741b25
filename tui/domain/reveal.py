"""The pace at which a whole reply is shown: a function of the clock alone."""

from __future__ import annotations

import math

LONGEST = 2.0
"""Seconds in which any reply is shown in full."""

PACE = 220.0
"""Cells a second at which a short reply appears: quicker than one reads, slow enough to follow."""


def duration(cells: int) -> float:
    """Seconds that ``cells`` cells of text take to appear: at most ``LONGEST``."""
    return min(LONGEST, cells / PACE)


def revealed(cells: int, elapsed: float) -> int:
    """Cells that are visible ``elapsed`` seconds after the start; all of them once the time is up."""
    whole = duration(cells)
    if elapsed >= whole:
        return cells
    return min(cells, max(0, math.ceil(cells * elapsed / whole)))
