"""Textual's parser of the terminal's input, and its tables of Kitty's keyboard protocol."""

from __future__ import annotations

from textual._keyboard_protocol import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser

__all__ = ["FUNCTIONAL_KEYS", "MODIFIER_FUNCTIONAL_KEYS", "XTermParser"]
