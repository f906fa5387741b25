"""Fuzzy search for a session or a website, at a cost that grows with the text's length only.

Textual's own fuzzy matcher tries every combination of letter positions: for five common letters in a title
of a hundred characters that takes half a second, and a list has thousands of titles.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.domain.folding import folded, folded_with_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.domain.models import Session

_WIDEST = 4
"""Maximum width of a scattered match, in characters per letter of the query."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text matches a query, and which of its characters do."""

    score: float
    """4 the whole text, 3 its start, 2 at word starts, 1 anywhere, below 1 scattered letters."""
    spans: tuple[tuple[int, int], ...]
    """Half-open ranges of the matched characters, in order."""


class MatchPlace(StrEnum):
    """Where in a session a query was found."""

    TITLE = "title"
    ID = "id"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SessionHit:
    """A session that matches a query, and where."""

    session: Session
    place: MatchPlace
    snippet: str = ""
    """For a hit in the text: the words around it, on one line."""
    message: int | None = None
    """For a hit in a stored message: its key."""
    sought: str = ""
    """For a hit in a stored message: the part of the query that occurs in it, as typed."""


def match(query: str, text: str) -> Match | None:
    """Match ``query`` with ``text``: all its words in any order, else its letters in order, close together.

    Both are folded (:func:`tui.domain.folding.folded`). An empty query matches everything, with score 0.
    """
    words, (plain, places) = folded(query).split(), folded_with_places(text)
    found = _match_words(words, plain) or _match_letters("".join(words), plain)
    return found and Match(found.score, _unfolded(found.spans, places))


def match_words(query: str, text: str) -> Match | None:
    """Match ``query`` with ``text`` if each of its words occurs in the text; both are folded."""
    plain, places = folded_with_places(text)
    found = _match_words(folded(query).split(), plain)
    return found and Match(found.score, _unfolded(found.spans, places))


def marks(query: str, text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of ``text`` to highlight: those of a match, else every occurrence of its words."""
    if found := match(query, text):
        return found.spans
    plain, places = folded_with_places(text)
    spans: list[tuple[int, int]] = []
    for word in folded(query).split():
        at = plain.find(word)
        while at >= 0:
            spans.append((at, at + len(word)))
            at = plain.find(word, at + len(word))
    return _unfolded(_merged(spans), places)


def rank(query: str, sessions: Iterable[Session]) -> list[SessionHit]:
    """Return the sessions that match ``query``, best first; ties keep their order.

    Searches the title, then the id, then the last line. An empty query returns all sessions.
    """
    words = folded(query).split()
    letters = "".join(words)
    scored: list[tuple[float, SessionHit]] = []
    for session in sessions:
        title = folded(session.title)
        if found := _match_words(words, title) or _match_letters(letters, title):
            scored.append((found.score, SessionHit(session, MatchPlace.TITLE)))
        elif found := _match_words(words, folded(session.id)):
            scored.append((found.score, SessionHit(session, MatchPlace.ID)))
        elif found := _match_words(words, folded(session.last_line)):
            scored.append((found.score / 2, SessionHit(session, MatchPlace.TEXT, session.last_line)))
    scored.sort(key=lambda pair: -pair[0])
    return [hit for _, hit in scored]


def _unfolded(spans: Sequence[tuple[int, int]], places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Map ranges of the folded text to the original, by the index of each folded character."""
    return _merged([(places[start], _end(end, places)) for start, end in spans])


def _end(end: int, places: Sequence[int]) -> int:
    """Return where the original character ends that folds up to ``end``: ``ß`` folds to two."""
    while places[end] == places[end - 1]:
        end += 1
    return places[end]


def _match_words(words: Sequence[str], plain: str) -> Match | None:
    spans: list[tuple[int, int]] = []
    all_at_starts = True
    for word in words:
        at = plain.find(word)
        if at < 0:
            return None
        start = _at_word_start(word, plain, at)
        all_at_starts = all_at_starts and start is not None
        at = at if start is None else start
        spans.append((at, at + len(word)))
    if not spans:
        return Match(0, ())
    whole = " ".join(words)
    if plain == whole:
        score = 4
    elif plain.startswith(whole):
        score = 3
    else:
        score = 2 if all_at_starts else 1
    return Match(score, _merged(spans))


def _at_word_start(word: str, plain: str, at: int) -> int | None:
    while at >= 0:
        if at == 0 or not plain[at - 1].isalnum():
            return at
        at = plain.find(word, at + 1)
    return None


def _match_letters(letters: str, plain: str) -> Match | None:
    """Match the letters in order: at the earliest end, and from there at the latest start."""
    end = -1
    for letter in letters:
        end = plain.find(letter, end + 1)
        if end < 0:
            return None
    positions: list[int] = []
    at = end + 1
    for letter in reversed(letters):
        at = plain.rfind(letter, 0, at)
        positions.append(at)
    if not positions or end + 1 - at > _WIDEST * len(letters):
        return None
    return Match(len(letters) / (end + 1 - at + 1), _merged([(p, p + 1) for p in positions]))


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
