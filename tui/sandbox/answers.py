"""Answers messages by full-text search in a website's knowledge; no answer is scripted.

FTS5's bm25 ranks the topics. A topic is trusted only if it has enough of the significant words; otherwise the
website says that it does not know. A broad question gets the whole topic, a narrow one the sections with the
narrowing words. A continuation is first looked for in the session's last topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sandbox.index import Index, Place
from tui.sandbox.language import language, words_of
from tui.sandbox.topics import Topic, read_topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.sandbox.websites import Website

ENOUGH = 3
"""Words of a long question that a topic needs to be trusted; of a short one, half of them."""

_SUGGESTIONS = 4
"""Topics that are suggested when the answer is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Reply in Markdown, and the topic that a continuation refers to."""

    text: str
    topic: str | None


@dataclass(frozen=True, slots=True)
class _Hit:
    """Places where one term of a question was found."""

    term: str
    titles: tuple[Topic, ...]
    """Topics with the term in the title, the best first."""
    named: tuple[Topic, ...]
    """Topics with the term in the title or the keywords."""
    headed: tuple[Place, ...]
    """Sections with the term in the heading, the best first."""
    told: tuple[Place, ...]
    """Sections with the term in the heading or the text, the best first."""

    def names(self, topic: Topic) -> bool:
        """Return whether the term is in the topic's title or keywords, or in one of its headings."""
        return topic in self.named or any(place.topic is topic for place in self.headed)

    def is_in(self, topic: Topic) -> bool:
        """Return whether the term is anywhere in the topic."""
        return topic in self.named or any(place.topic is topic for place in self.told)

    def leads_from(self, topic: Topic) -> bool:
        """Return whether the term is in another topic's title, but not in this one's names or opening.

        The names are the title, the keywords and the headings.
        """
        own = any(place.topic is topic and (place in self.headed or place.is_opening) for place in self.told)
        return bool(self.titles) and topic not in self.named and not own


class Answerer:
    """Answers messages to one website. For one caller at a time, from any thread; must be closed."""

    def __init__(self, website: Website) -> None:
        self._website = website
        self._language = language(website.language)
        self._everyday_words = frozenset(words_of(website.everyday_words))
        topics = read_topics(website.folder / "topics")
        self._topics = {topic.name: topic for topic in topics if not topic.courtesy}
        self._index = Index(self._topics.values(), self._language.tokenizer)
        self._courtesies = Index((each for each in topics if each.courtesy), self._language.tokenizer)

    def close(self) -> None:
        """Close the indexes."""
        self._index.close()
        self._courtesies.close()

    def answer(self, message: str, topic: str | None) -> Answer:
        """Answer ``message`` in a session whose last topic was ``topic``."""
        question = self._language.read(message, self._everyday_words)
        # Small talk first: it leaves the session's topic as it is.
        courtesy = self._courtesy(question.terms)
        if courtesy:
            return Answer(courtesy, topic)
        hits = [self._hit(term) for term in question.terms]
        last = self._topics.get(topic or "")
        # Then the last topic for a continuation, the best trusted topic, and again the last one.
        found = self._continued(last, hits) if last and question.continues else None
        found = found or self._best(hits) or (last if last and _is_trusted(last, hits) else None)
        if found is None:
            return Answer(self._unknown(question.terms), topic)
        return Answer(self._compose(found, hits), found.name)

    def _hit(self, term: str) -> _Hit:
        return _Hit(
            term,
            titles=self._index.topics([term], "title"),
            named=self._index.topics([term], "title keywords"),
            headed=self._index.sections([term], "heading"),
            told=self._index.sections([term]),
        )

    def _courtesy(self, terms: Sequence[str]) -> str:
        """Return a greeting or the like if more than half of the terms are one; else an empty text."""
        known = [term for term in terms if self._courtesies.topics([term], "title keywords")]
        if len(known) * 2 <= len(terms):
            return ""
        return self._courtesies.topics(known, "title keywords")[0].markdown

    def _continued(self, last: Topic, hits: Sequence[_Hit]) -> Topic | None:
        """Return the last topic if the question continues it, or has no terms, as in "and?"."""
        if any(hit.leads_from(last) for hit in hits):
            return None
        return last if not hits or any(hit.is_in(last) for hit in hits) else None

    def _best(self, hits: Sequence[_Hit]) -> Topic | None:
        """Return the trusted topic that is about the most terms; of equal ones, the first by rank."""
        ranked = self._index.topics([hit.term for hit in hits])
        trusted = [topic for topic in ranked if _is_trusted(topic, hits)]
        return max(trusted, key=lambda topic: sum(hit.names(topic) for hit in hits), default=None)

    def _compose(self, topic: Topic, hits: Sequence[_Hit]) -> str:
        """Compose the reply from a topic, and from a second one if other terms are in its title."""
        rest = [hit for hit in hits if hit.leads_from(topic)]
        told = _told(topic, [hit for hit in hits if hit not in rest])
        if not rest:
            return told
        second = rest[0].titles[0]
        return f"## {topic.title}\n\n{told}\n\n## {second.title}\n\n{_told(second, rest)}"

    def _unknown(self, terms: Sequence[str]) -> str:
        offered = dict.fromkeys(each.title for each in (*self._index.topics(terms), *self._topics.values()))
        listed = "\n".join(f"- {title}" for title in list(offered)[:_SUGGESTIONS])
        return self._website.unknown.replace("{topics}", listed).strip()


def _is_trusted(topic: Topic, hits: Sequence[_Hit]) -> bool:
    """Return whether a topic has enough of the terms: more than half if it only mentions them."""
    held = sum(hit.is_in(topic) for hit in hits)
    if any(hit.names(topic) for hit in hits):
        return held >= min(len(hits) / 2, ENOUGH)
    return held > len(hits) / 2


def _told(topic: Topic, hits: Sequence[_Hit]) -> str:
    """Return as much of a topic as the question asks for.

    Terms in the topic's title or keywords do not narrow it. If others are in headings, those sections are
    returned (two at most); else the opening if it has one of them, else the section with most of them, else
    the whole topic.
    """
    narrowing = [hit for hit in hits if topic not in hit.named]
    headed = dict.fromkeys(place for hit in narrowing for place in hit.headed if place.topic is topic)
    if headed:
        return "\n\n".join(place.section.markdown for place in list(headed)[:2])
    places = [place for hit in narrowing for place in hit.told if place.topic is topic]
    opening = next((place for place in places if place.is_opening), None)
    if places:
        return (opening or max(places, key=places.count)).section.markdown
    return topic.markdown
