"""Fold text for search: ignore case, width and accents, with ``ß`` as ``ss`` and ``ı`` as ``i``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ACCENTS = re.compile("(?<=[^\\s\u0300-\u036f])[\u0300-\u036f]+")
"""Combining marks after Latin, Greek and Cyrillic letters; those of other scripts distinguish words."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese."""


def folded(text: str) -> str:
    """Fold a text, so that texts a person would call the same compare as equal."""
    if text.isascii():
        return text.lower()
    return _fold(unicodedata.normalize("NFC", text))


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text as :func:`folded` does; also return the index in ``text`` of each folded character.

    The last entry is the length of ``text``.
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
    """Fold a text for the word index: each character of a script without spaces becomes a word."""
    return _UNSPACED.sub(r" \g<0> ", folded(text))


def _fold(text: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    # Turkish: the lower case of a capital I depends on the language, which is not known.
    return unicodedata.normalize("NFC", bare).casefold().replace("ı", "i")


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each character starts, and the character with its combining marks."""
    start = 0
    for place in range(1, len(text)):
        if not unicodedata.combining(text[place]):
            yield start, text[start:place]
            start = place
    if text:
        yield start, text[start:]
