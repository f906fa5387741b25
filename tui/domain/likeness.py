"""Text similarity: whether a text stored by the service may be an altered copy of ours.

Services collapse white space, escape HTML, compose or decompose letters, drop emoji, truncate and redact.
None adds words: so what is left of a text must occur in ours, in order.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

LOOKED_AT = 2000
"""Maximum characters of a text that are compared."""

LEAST = 6
"""Minimum letters and digits that must be left of a truncated or redacted text for a match."""

_ESCAPED_AT_MOST = 3
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLANKED = re.compile(r"\[[^\]]*\]|<[^>]*>|\{[^}]*\}|[*█•▇_x#]{3,}|:[a-z0-9_+-]+:|…|\.\.\.")
"""Placeholders for removed text."""
_PRIVATE = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S+|\+?\d[\d .()/-]*\d|\d")
"""What services redact: e-mail addresses, URLs and numbers."""
_NOTHING_LEFT = frozenset("?\ufffd \t\n")


def canonical(text: str) -> str:
    """Remove differences that no reader sees: HTML escapes, Unicode normal form, runs of white space."""
    if "&" in text:
        for _ in range(_ESCAPED_AT_MOST):
            text = unescape(text)
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def alike(ours: str, kept: str) -> bool:
    """Whether ``kept`` may be the service's altered copy of ``ours``."""
    ours, kept = canonical(ours)[:LOOKED_AT], canonical(kept)[:LOOKED_AT]
    pairs = [(ours, kept), (_TAG.sub("", ours), _TAG.sub("", kept))]
    return any(_is_left_of(whole, rest) for whole, rest in dict.fromkeys(pairs))


def _is_left_of(ours: str, kept: str) -> bool:
    own, left = _letters(ours), _letters(kept)
    # The same letters; where there are none, at most replacement characters may be left.
    if own == left:
        return bool(own) or set(kept) <= _NOTHING_LEFT
    # Truncated.
    if len(left) >= LEAST and own.startswith(left):
        return True
    # Without letters beyond ASCII.
    plain = _plain(ours)
    if len(plain) >= LEAST and plain == _plain(kept):
        return True
    # Redacted, with placeholders or without.
    return _stands_in(own, _BLANKED.split(kept)) or _stands_around(_PRIVATE.split(ours), left)


def _stands_in(own: str, pieces: list[str]) -> bool:
    """Whether the pieces between placeholders occur in our text, in order."""
    if len(pieces) < 2 or sum(len(_letters(piece)) for piece in pieces) < LEAST:
        return False
    at = 0
    for piece in map(_letters, pieces):
        found = own.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return own.startswith(_letters(pieces[0]))


def _stands_around(pieces: list[str], left: str) -> bool:
    """Whether the pieces of our text between addresses and numbers occur in ``left``, up to both ends."""
    letters = [_letters(piece) for piece in pieces]
    if len(pieces) < 2 or sum(map(len, letters)) < LEAST:
        return False
    at = 0
    for piece in letters:
        found = left.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return left.startswith(letters[0]) and left.endswith(letters[-1])


def _letters(text: str) -> str:
    """Return the letters and digits of a text, without accents and case."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def _plain(text: str) -> str:
    """Return the ASCII letters and digits: what a service keeps that supports no others."""
    return "".join(sign for sign in text.lower() if sign.isascii() and sign.isalnum())
