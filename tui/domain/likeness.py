"""Whether a text that a service keeps is ours, although it keeps it changed.

Services collapse white space, escape HTML, compose or decompose letters, drop emoji, cut, and redact. None
puts other words in: so what is left of a text must be found in ours, in order.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

LOOKED_AT = 2000
"""Characters of a text that are compared."""

LEAST = 6
"""Letters and digits that must be left of a text that was cut or redacted, to know it again."""

_ESCAPED_AT_MOST = 3
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLANKED = re.compile(r"\[[^\]]*\]|<[^>]*>|\{[^}]*\}|[*█•▇_x#]{3,}|:[a-z0-9_+-]+:|…|\.\.\.")
"""What stands in the place of something that was taken out."""
_PRIVATE = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S+|\+?\d[\d .()/-]*\d|\d")
"""What services take out: addresses and numbers."""
_NOTHING_LEFT = frozenset("?\ufffd \t\n")


def canonical(text: str) -> str:
    """Return the text without what no reader sees: escapes, the form of its letters, and runs of blanks."""
    if "&" in text:
        for _ in range(_ESCAPED_AT_MOST):
            text = unescape(text)
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def alike(ours: str, kept: str) -> bool:
    """Whether ``kept`` may be what a service made of ``ours``."""
    ours, kept = canonical(ours)[:LOOKED_AT], canonical(kept)[:LOOKED_AT]
    pairs = [(ours, kept), (_TAG.sub("", ours), _TAG.sub("", kept))]
    return any(_is_left_of(whole, rest) for whole, rest in dict.fromkeys(pairs))


def _is_left_of(ours: str, kept: str) -> bool:
    own, left = _letters(ours), _letters(kept)
    if own == left:
        return bool(own) or set(kept) <= _NOTHING_LEFT
    if len(left) >= LEAST and own.startswith(left):
        return True
    plain = _plain(ours)
    if len(plain) >= LEAST and plain == _plain(kept):
        return True
    return _stands_in(own, _BLANKED.split(kept)) or _stands_around(_PRIVATE.split(ours), left)


def _stands_in(own: str, pieces: list[str]) -> bool:
    """Whether the pieces between what was taken out stand in our text, in order."""
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
    """Whether the pieces of our text between addresses and numbers are all of ``left`` but for those."""
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
    """Return the ASCII letters and digits: what a service keeps that knows no others."""
    return "".join(sign for sign in text.lower() if sign.isascii() and sign.isalnum())
