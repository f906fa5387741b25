"""What Textual puts a screen together with."""

from __future__ import annotations

from textual._compositor import Compositor, CompositorMap, ReflowResult

__all__ = ["Compositor", "CompositorMap", "ReflowResult"]
