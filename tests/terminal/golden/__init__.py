"""What the client shows in terminals of several kinds: pictures in characters, kept beside this file.

``python -m tests.terminal.golden`` makes them again.
"""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from tests.support import PATIENCE
from tests.terminal.client import leave, opened, ready, say

if TYPE_CHECKING:
    from collections.abc import Mapping


HELD_STILL = 1.5
"""Seconds without a byte, after which a new picture is taken, for somebody to look at."""


class Kind(NamedTuple):
    """A kind of terminal, and the size of its window in cells."""

    term: str
    locale: str
    columns: int
    rows: int

    @property
    def file(self) -> Path:
        """Where the picture is kept."""
        return Path(__file__).parent / f"{self.term}-{self.locale}-{self.columns}x{self.rows}.txt"


KINDS = (
    Kind("xterm-256color", "C.UTF-8", 120, 36),
    Kind("xterm", "C", 80, 24),
    Kind("linux", "C.UTF-8", 80, 24),
    Kind("vt100", "C", 40, 12),
)


def picture(env: Mapping[str, str], kind: Kind, meant: str | None = None) -> str:
    """The screen after an answer, as soon as it is the one that is ``meant``, or holds still.

    It has the client's marks and lines; what the clock says is left out.
    """
    theirs = {**env, "TERM": kind.term, "LC_ALL": kind.locale}
    with opened(theirs, "--reveal", "off", columns=kind.columns, rows=kind.rows) as terminal:
        ready(terminal)
        say(terminal, "When are you open?")
        terminal.until("1 / 2,500")
        terminal.until("keep")
        end = monotonic() + PATIENCE
        while _masked(terminal.text) != meant and monotonic() < end:
            if not terminal.read(HELD_STILL) and meant is None:
                break
        screen = terminal.text
        leave(terminal)
    return _masked(screen)


def _masked(screen: str) -> str:
    masked = re.sub(r"\d\d:\d\d( +.? ?\d+\.\d s)?|\bnow\b", lambda found: "#" * len(found[0]), screen)
    return "\n".join(line.rstrip() for line in masked.splitlines()) + "\n"
