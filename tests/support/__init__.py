"""What tests of every layer share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 30.0
"""Seconds that anything may take: generous, as the machines are shared."""


def eventually(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Poll until ``holds`` is true; fail if that takes longer than ``seconds``."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(0.005)
