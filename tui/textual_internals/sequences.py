"""The sequences that terminals send for keys, as Textual lists them."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

__all__ = ["ANSI_SEQUENCES_KEYS"]
