"""A slow line: when the terminal is taken to be at the end of one, and what Textual is told of it.

Textual reads its variables when it is imported, so that this module knows nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from tui.domain.settings import Thrift

FRAMES = 15
"""Frames a second at most. A first key is painted at once all the same: it is later frames that wait."""

_FOR_TEXTUAL = {"TEXTUAL_FPS": str(FRAMES), "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}


def is_slow(thrift: Thrift, environ: Mapping[str, str]) -> bool:
    """Whether to be sparing with frames: as the person says, else over SSH."""
    return thrift == "on" or (thrift == "auto" and bool(environ.get("SSH_CONNECTION")))


def spare_frames(environ: MutableMapping[str, str]) -> None:
    """Have Textual draw less often and animate nothing, but where the person has told it otherwise."""
    for name, value in _FOR_TEXTUAL.items():
        environ.setdefault(name, value)
