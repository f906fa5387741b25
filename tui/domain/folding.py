"""Text as searches compare it: without case, width and accents, with ``ß`` as ``ss`` and ``ı`` as ``i``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ACCENTS = re.compile("(?<=[^\\s\u0300-\u036f])[\u0300-\u036f]+")
"""Combining marks behind Latin, Greek and Cyrillic letters; those of other scripts tell words apart."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese."""


def folded(text: str) -> str:
    """Folds a text, so that two texts that a person would call the same compare as equal."""
    if text.isascii():
        return text.lower()
    return _fold(unicodedata.normalize("NFC", text))


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Folds a text as :func:`folded` does; also returns the index in ``text`` of each folded character.

    After the last index comes the length of ``text``.
    """
    plain = folded(text)
    if len(plain) == len(text) and unicodedata.is_normalized("NFKD", text):
        return plain, range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        piece = folded(cluster)
        pieces.append(piece)
        places += [start] * len(piece)
    return "".join(pieces), [*places, len(text)]


def searchable(text: str) -> str:
    """Folds a text for an index of words: each character of a script without spaces is a word."""
    return _UNSPACED.sub(r" \g<0> ", folded(text))


def _fold(text: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    # Turkish: the small letter of a capital I depends on the language, which nobody says.
    return unicodedata.normalize("NFC", bare).casefold().replace("ı", "i")


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yields each character with the marks that combine with it, and where it starts."""
    start = 0
    for place in range(1, len(text)):
        if not unicodedata.combining(text[place]):
            yield start, text[start:place]
            start = place
    if text:
        yield start, text[start:]
