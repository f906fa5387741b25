"""Find in transcript: match text as it is shown, with smart case."""

from __future__ import annotations

import re

from tui.domain.folding import folded, folded_with_places
from tui.domain.plain_text import shown_text

_DROPPED = "*_`~\\"
"""Markdown marks that may stand inside a word; the quick first comparison ignores them."""
_ENTITY = re.compile(r"&#?\w+;")
_PIECE = re.compile(r"[^\W_]+")


class Sought:
    """A search text; case and accents count only if it has a capital, a run of white space is one space."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self._cased = any(map(str.isupper, self.text))
        self._wanted = self.text if self._cased else folded(self.text)
        self._pattern = re.compile(r"\s+".join(map(re.escape, self._wanted.split())))
        self._pieces = [_bare(piece) for piece in _PIECE.findall(folded(self.text))]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the half-open ranges of its matches in ``text``."""
        if not self._wanted:
            return []
        plain, places = (text, range(len(text) + 1)) if self._cased else folded_with_places(text)
        return [(places[found.start()], places[found.end()]) for found in self._pattern.finditer(plain)]

    def is_shown_in(self, markdown: str) -> bool:
        """Whether the transcript shows it anywhere in a message."""
        if not self._wanted or not self._may_be_in(markdown):
            return False
        shown = shown_text(markdown)
        return self._wanted in (shown if self._cased else folded(shown))

    def _may_be_in(self, markdown: str) -> bool:
        """Whether all its words may be in the source: a quick check that rules out most messages."""
        bare = _bare(folded(markdown))
        return all(piece in bare for piece in self._pieces) or _ENTITY.search(bare) is not None


def _bare(text: str) -> str:
    for mark in _DROPPED:
        text = text.replace(mark, "")
    return text
