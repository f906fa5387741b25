"""The client's own colours. Text on its ground reads at 7:1 or better; only lines are fainter."""

from __future__ import annotations

from textual.theme import Theme

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
        "input-selection-background": "#35588a",
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
    primary="#0b4f9e",
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
        "footer-key-foreground": "#0b4f9e",
    },
)

THEMES = (DARK, LIGHT)
