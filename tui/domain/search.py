"""Finding a session or a website by a few typed letters, in time that grows with the text alone.

Textual's own fuzzy matcher tries every way in which the letters may fall: for five common letters in a
title of a hundred characters that is half a second, and a list has thousands of titles.
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
"""Scattered letters match within a window of at most this many times their number, in characters."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text answers a query, and which characters of it do."""

    score: float
    """4 the whole text, 3 its start, 2 at starts of words, 1 anywhere, below 1 scattered letters."""
    spans: tuple[tuple[int, int], ...]
    """Ranges of matched characters, in order: the start of each and its end, which is not in it."""


class MatchPlace(StrEnum):
    """Where in a session a query was found."""

    TITLE = "title"
    ID = "id"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SessionHit:
    """A session that answers a query, and where."""

    session: Session
    place: MatchPlace
    snippet: str = ""
    """For a hit in the text: the words around it, on one line."""
    message: int | None = None
    """For a hit in a stored message: its key."""
    sought: str = ""
    """For a hit in a stored message: what of the query stands in it as it was typed."""


def match(query: str, text: str) -> Match | None:
    """Match ``query`` with ``text``: all its words in any order, else its letters in their order, close by.

    Both are compared as :func:`tui.domain.folding.folded` has them. An empty query matches everything, with
    score 0.
    """
    words, (plain, places) = folded(query).split(), folded_with_places(text)
    found = _match_words(words, plain) or _match_letters("".join(words), plain)
    return found and Match(found.score, _unfolded(found.spans, places))


def match_words(query: str, text: str) -> Match | None:
    """Match ``query`` with ``text`` where each of its words is somewhere in the text, whatever the case."""
    plain, places = folded_with_places(text)
    found = _match_words(folded(query).split(), plain)
    return found and Match(found.score, _unfolded(found.spans, places))


def marks(query: str, text: str) -> tuple[tuple[int, int], ...]:
    """Ranges of ``text`` to mark for ``query``: those of a match, else wherever one of its words stands."""
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
    """Return the sessions that answer ``query``, best first; equals keep their order.

    Looked at are the title, then the id, then the last line; with an empty query, all are returned.
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
    """Ranges of the text as it was, which ``places`` gives for each folded character."""
    return _merged([(places[start], _end(end, places)) for start, end in spans])


def _end(end: int, places: Sequence[int]) -> int:
    """Where the character ends that was folded to what ends at ``end``: ``ß`` became two."""
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
    """Find the letters in order: the first place where they end, then as late a start as possible."""
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
