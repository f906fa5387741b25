"""Themes of the client. Text has a contrast of 7:1 or better on its background; only lines are fainter.

The values of a terminal's own sixteen colours are not known: that theme uses those that are visible on light
and dark backgrounds, and text attributes for everything else (``styles/ansi.tcss``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.theme import Theme

from tui.domain.launch import Colours

if TYPE_CHECKING:
    from collections.abc import Sequence

AUTO: Final = "auto"
"""Setting for the theme that suits the terminal's colours and background."""

DARK = Theme(
    name="asyntai-dark",
    dark=True,
    background="#12151b",
    surface="#1a1e26",
    panel="#20252f",
    foreground="#e4e7ec",
    primary="#7cb7ff",
    secondary="#b39dff",
    accent="#f2b84b",
    warning="#f2b84b",
    error="#ff9a92",
    success="#7fdca4",
    variables={
        "text-muted": "#a7b0be",
        "text-disabled": "#7d8694",
        "border": "#3a4250",
        "border-blurred": "#2a303b",
        "block-cursor-background": "#2b4a73",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#2a303b",
        "input-selection-background": "#2c4a72",
        "footer-background": "#12151b",
        "footer-key-foreground": "#7cb7ff",
    },
)

LIGHT = Theme(
    name="asyntai-light",
    dark=False,
    background="#ffffff",
    surface="#f3f4f6",
    panel="#e9ebef",
    foreground="#1b1f27",
    primary="#0a4a94",
    secondary="#5b3aa6",
    accent="#6b4300",
    warning="#6b4300",
    error="#9c1717",
    success="#0d5a34",
    variables={
        "text-muted": "#454c58",
        "text-disabled": "#6a7280",
        "border": "#b4bac5",
        "border-blurred": "#d3d7de",
        "block-cursor-background": "#cfe2fb",
        "block-cursor-foreground": "#0b1b30",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e2e5ea",
        "input-selection-background": "#b5d3fa",
        "footer-background": "#ffffff",
        "footer-key-foreground": "#0a4a94",
    },
)

CONTRAST = Theme(
    name="asyntai-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    foreground="#ffffff",
    primary="#9fd0ff",
    secondary="#d9c8ff",
    accent="#ffd866",
    warning="#ffd866",
    error="#ffb3ad",
    success="#9df5bd",
    variables={
        "text-muted": "#dddddd",
        "text-disabled": "#bbbbbb",
        "border": "#ffffff",
        "border-blurred": "#9a9a9a",
        "block-cursor-background": "#ffe45c",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#3d3d3d",
        "input-selection-background": "#004a99",
        "footer-background": "#000000",
        "footer-key-foreground": "#ffd866",
    },
)

ANSI = Theme(
    name="asyntai-ansi",
    ansi=True,
    background="ansi_default",
    foreground="ansi_default",
    primary="ansi_magenta",
    secondary="ansi_default",
    accent="ansi_magenta",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-blurred-background": "ansi_default",
        "input-selection-background": "ansi_default",
        "footer-key-foreground": "ansi_default",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
    },
)

THEMES = (DARK, LIGHT, CONTRAST, ANSI)


def theme_for(setting: str, colours: Colours, *, light: bool) -> str:
    """Return the theme's name for a setting, the terminal's colours and its background."""
    if colours is Colours.NONE:
        # Whatever the setting: it is the only theme that does not rely on colours.
        return ANSI.name
    if setting != AUTO:
        return setting
    if colours is Colours.SIXTEEN:
        return ANSI.name
    return LIGHT.name if light else DARK.name


_CUBE = (0, 95, 135, 175, 215, 255)
"""Levels of red, green and blue in the cube of xterm's 256 colours, which also have a ramp of greys."""


_CHOSEN = {
    DARK.name: {"input-selection-background": "#3a3a3a"},
    LIGHT.name: {
        "primary": "#0000af",
        "secondary": "#5f00af",
        "accent": "#5f0000",
        "warning": "#5f0000",
        "error": "#870000",
        "success": "#005f00",
        "footer-key-foreground": "#0000af",
    },
}
"""Replacements for colours whose nearest of the 256 has too little contrast with its background."""


def in_256(theme: Theme) -> Theme:
    """Return the theme in xterm's 256 colours.

    Rich's own rounding of each colour makes dark greys black and light ones lavender.
    """
    named = ("background", "surface", "panel", "foreground", "primary", "secondary", "accent")
    meant = ("warning", "error", "success")
    chosen = _CHOSEN.get(theme.name, {})
    colours = {name: str(getattr(theme, name) or "") for name in (*named, *meant)}
    shown = {name: nearest_of_256(chosen.get(name, value)) for name, value in colours.items() if value}
    variables = {name: nearest_of_256(chosen.get(name, value)) for name, value in theme.variables.items()}
    return replace(theme, variables=variables, **shown)


def nearest_of_256(colour: str) -> str:
    """Return the nearest of the 256 colours to a ``#rrggbb`` one; any other value is returned unchanged."""
    if not colour.startswith("#"):
        return colour
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    cube = [min(_CUBE, key=lambda level: abs(level - part)) for part in wanted]
    step = min(23, max(0, round((sum(wanted) / 3 - 8) / 10)))
    if _distance(cube, wanted) <= _distance([8 + 10 * step] * 3, wanted):
        nearest = cube
    else:
        nearest = [round(255 * (step + 1) / 25)] * 3  # Rich's value for this step of the ramp
    return "#" + "".join(f"{part:02x}" for part in nearest)


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
