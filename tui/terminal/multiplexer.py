"""Passes escape sequences through tmux and GNU screen to the outer terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCREEN_STRING = 764
"""Characters in one string to GNU screen, which drops a string from 768 bytes on."""


def wrapped(sequence: str, environ: Mapping[str, str]) -> str:
    """Wrap ``sequence`` so that tmux or GNU screen passes it on; elsewhere it is unchanged.

    tmux (since 3.3) passes it on only where ``allow-passthrough`` is on. The sequence must end in BEL:
    another terminator would end the wrapping.
    """
    if environ.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    if environ.get("STY"):
        starts = range(0, len(sequence), _SCREEN_STRING)
        return "".join(f"\x1bP{sequence[start : start + _SCREEN_STRING]}\x1b\\" for start in starts)
    return sequence
