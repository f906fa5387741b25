"""Processes that need not be children: how much processor time they take, and when they end."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.support import PATIENCE

MUCH = 3.0
"""Seconds of processor time that no orderly end takes, and one who spins soon does."""


def processor_seconds_to_end(pid: int) -> float:
    """Wait for a process's end; return the seconds of processor time that it took until then."""
    deadline = time.monotonic() + PATIENCE
    taken: list[float] = []
    while (seconds := _processor_seconds(pid)) is not None:
        assert time.monotonic() < deadline, f"process {pid} is still running"
        taken.append(seconds)
        time.sleep(0.02)
    return taken[-1] - taken[0] if taken else 0.0


def parent_of(pid: int) -> int:
    """The id of the process that started it."""
    return int(_stat(Path(f"/proc/{pid}/stat").read_text())[1])


def _processor_seconds(pid: int) -> float | None:
    """Seconds in user and system mode so far; ``None`` for one that has ended."""
    try:
        fields = _stat(Path(f"/proc/{pid}/stat").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return None
    if fields[0] == "Z":
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _stat(text: str) -> list[str]:
    """The fields after the command's name, which may hold anything."""
    return text.rpartition(")")[2].split()
