"""Escape sequences through tmux and GNU screen to the terminal that they run in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCREEN_STRING = 764
"""Characters in one string to GNU screen, which drops a string from 768 bytes on."""


def wrapped(sequence: str, environ: Mapping[str, str]) -> str:
    """``sequence`` as the program that runs this terminal passes it on; unchanged where none does.

    tmux (since 3.3) passes on only where ``allow-passthrough`` is on. The sequence must end in BEL: its
    end is not to be taken for the wrapping's.
    """
    if environ.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    if environ.get("STY"):
        starts = range(0, len(sequence), _SCREEN_STRING)
        return "".join(f"\x1bP{sequence[start : start + _SCREEN_STRING]}\x1b\\" for start in starts)
    return sequence
