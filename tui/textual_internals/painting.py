"""What Textual puts a screen together with."""

from __future__ import annotations

from textual._compositor import Compositor

__all__ = ["Compositor"]
