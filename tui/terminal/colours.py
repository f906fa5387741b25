"""How many colours the terminal has, and whether its ground is light: what the environment says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.launch import Colours

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALL = ("alacritty", "contour", "foot", "rio", "wezterm", "xterm-ghostty", "xterm-kitty")
"""Terminals that have every colour, and whose name over SSH, without ``COLORTERM``, does not say so."""

_NONE = ("dumb", "vt")
_SIXTEEN = ("linux",)
"""Terminals that have no more than that, whatever a ``COLORTERM`` from outside says of another."""

_LIGHT = ("7", "15")
"""White among the sixteen, as ``COLORFGBG`` names a ground."""


def colours_of(environ: Mapping[str, str]) -> Colours:
    """Say how many colours to send: ``TERM`` and ``COLORTERM`` tell, ``NO_COLOR`` forbids."""
    term = environ.get("TERM", "").lower()
    if "NO_COLOR" in environ or term.startswith(_NONE):
        return Colours.NONE
    # GNU screen hands on the COLORTERM of the terminal around it, and reads none of its sequences.
    believed = not term.startswith(_SIXTEEN) and "STY" not in environ
    if believed and environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return Colours.ALL
    if term.startswith(_ALL) or term.endswith("-direct"):
        return Colours.ALL
    return Colours.MANY if term.endswith("-256color") else Colours.SIXTEEN


def says_light(environ: Mapping[str, str]) -> bool | None:
    """Whether ``COLORFGBG``, which some terminals set, tells of a light ground; ``None`` if it is silent."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return ground in _LIGHT if ground.isdigit() else None


def may_be_asked(environ: Mapping[str, str]) -> bool:
    """Whether the terminal takes a question for its ground in silence, if it does not answer."""
    term = environ.get("TERM", "").lower()
    if term.startswith(("linux", *_NONE)) or not term:
        return False
    return "STY" not in environ and ("TMUX" in environ or not term.startswith("screen"))
