"""Foreign text made safe to draw: nothing that arrives may act on the terminal."""

from __future__ import annotations

import re

# Patterns as text: each is compiled, and kept, when it is first needed; most starts never do.
_UNWANTED = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, overrides and isolates
    "\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible: hyphen, joiners, notes
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # invisible: shorthand, music, tags
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff]"  # lone surrogates cannot be encoded
)
_LINE_ENDS = "\r\n|\r|\u2028|\u2029"
_EMOJI_JOINT = "(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"
"""Joiners between emoji, variation selectors and skin tones: terminals differ on the cells they make."""
_FLAG_LETTERS = {0x1F1E6 + letter: chr(ord("A") + letter) for letter in range(26)}


def clean(text: str) -> str:
    """Return ``text`` with line ends as newlines and without anything that steers a terminal.

    Removed: C0 but newline and tab, DEL, C1, bidi controls, lone surrogates. Textual passes these to
    the terminal as they are, so a reply could set the title, write the clipboard or clear the screen.
    Invisible format characters go too: terminals differ on their width, and they hide text from a reader.
    The joiners that shape scripts and emoji (U+200C, U+200D) and variation selectors stay.
    """
    if text.isprintable():
        return text
    return re.sub(_UNWANTED, "", re.sub(_LINE_ENDS, "\n", text))


def marks_in(text: str) -> int:
    """Count the characters that ``clean`` removes; a line end that it writes otherwise is none."""
    return 0 if text.isprintable() else len(re.findall(_UNWANTED, re.sub(_LINE_ENDS, "\n", text)))


def one_line(text: str, limit: int = 200) -> str:
    """Return the start of ``text``, cleaned and with every run of white space as one space.

    ``limit`` is in characters; what is longer ends in ``…``.
    """
    flat = " ".join(clean(text[: limit * 4]).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def in_columns(text: str, limit: int = 200) -> str:
    """Return ``one_line`` of ``text`` in characters on whose width terminals agree.

    For text with something to the right of it. Joined emoji stand side by side, flags are their letters.
    """
    return one_line(re.sub(_EMOJI_JOINT, "", text[: limit * 8]).translate(_FLAG_LETTERS), limit)
