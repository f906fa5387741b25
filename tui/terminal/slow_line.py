"""Slow lines: when one is assumed, and the variables that make Textual draw less.

Textual reads its variables when it is imported, so this module must not import it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from tui.domain.settings import Thrift

FRAMES = 15
"""Frames a second at most. A first key is still painted at once: only later frames wait."""

_FOR_TEXTUAL = {"TEXTUAL_FPS": str(FRAMES), "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}


def is_slow(thrift: Thrift, environ: Mapping[str, str]) -> bool:
    """Whether to send fewer frames: as the setting says, with ``auto`` over SSH."""
    return thrift == "on" or (thrift == "auto" and bool(environ.get("SSH_CONNECTION")))


def spare_frames(environ: MutableMapping[str, str]) -> None:
    """Set Textual's variables for fewer frames and no animations, unless the person has set them."""
    for name, value in _FOR_TEXTUAL.items():
        environ.setdefault(name, value)
