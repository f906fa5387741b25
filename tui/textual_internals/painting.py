"""Textual's compositor, which lays out a screen and renders it."""

from __future__ import annotations

from textual._compositor import Compositor, CompositorMap, ReflowResult

__all__ = ["Compositor", "CompositorMap", "ReflowResult"]
