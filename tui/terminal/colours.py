"""The terminal's number of colours and its background, as the environment tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.launch import Colours

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALL = ("alacritty", "contour", "foot", "rio", "wezterm", "xterm-ghostty", "xterm-kitty")
"""Terminals with true colour: over SSH they are known by ``TERM``, as ``COLORTERM`` is not passed on."""

_NONE = ("dumb", "vt")
_SIXTEEN = ("linux",)
"""Terminals with sixteen colours, whatever an inherited ``COLORTERM`` says."""

_LIGHT = ("7", "15")
"""The two whites of the sixteen colours, as ``COLORFGBG`` names a background."""


def colours_of(environ: Mapping[str, str]) -> Colours:
    """Return how many colours to send, by ``TERM`` and ``COLORTERM``; none if ``NO_COLOR`` is set."""
    term = environ.get("TERM", "").lower()
    if "NO_COLOR" in environ or term.startswith(_NONE):
        return Colours.NONE
    # GNU screen passes on COLORTERM of the outer terminal, but does not understand its sequences.
    believed = not term.startswith(_SIXTEEN) and "STY" not in environ
    if believed and environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return Colours.ALL
    if term.startswith(_ALL) or term.endswith("-direct"):
        return Colours.ALL
    return Colours.MANY if term.endswith("-256color") else Colours.SIXTEEN


def says_light(environ: Mapping[str, str]) -> bool | None:
    """Whether ``COLORFGBG`` (set by some terminals) names a light background; ``None`` if no number."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return ground in _LIGHT if ground.isdigit() else None


def may_be_asked(environ: Mapping[str, str]) -> bool:
    """Whether to ask for the terminal's background: one that does not answer must ignore the question."""
    term = environ.get("TERM", "").lower()
    if term.startswith(("linux", *_NONE)) or not term:
        return False
    return "STY" not in environ and ("TMUX" in environ or not term.startswith("screen"))
