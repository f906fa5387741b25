"""Finds the answer to a message in a website's knowledge. No answer is tied to a question.

FTS5's bm25 says which topics come first. A topic is trusted only if it holds enough of the words that
matter; else the website says that it does not know. A broad question gets the whole topic, a narrow one
the sections that hold the narrowing words. A continuation is looked for in the session's last topic first.
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
"""Words of a long question that are enough to trust a topic; of a short one, half of them."""

_SUGGESTIONS = 4
"""Topics that are offered when the answer is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply in Markdown, and the topic that a continuation will refer to."""

    text: str
    topic: str | None


@dataclass(frozen=True, slots=True)
class _Hit:
    """Where one term of a question was found."""

    term: str
    titles: tuple[Topic, ...]
    """Topics that have it in the title, the best first."""
    named: tuple[Topic, ...]
    """Topics that have it in the title or the keywords."""
    headed: tuple[Place, ...]
    """Sections that have it in the heading, the best first."""
    told: tuple[Place, ...]
    """Sections that have it in the heading or the text, the best first."""

    def names(self, topic: Topic) -> bool:
        """Whether the topic is about it, as a whole or in one of its sections."""
        return topic in self.named or any(place.topic is topic for place in self.headed)

    def is_in(self, topic: Topic) -> bool:
        """Whether the topic has it anywhere."""
        return topic in self.named or any(place.topic is topic for place in self.told)

    def leads_from(self, topic: Topic) -> bool:
        """Whether it is another topic's title, and no matter of this one: of its headings or its opening."""
        own = any(place.topic is topic and (place in self.headed or place.is_opening) for place in self.told)
        return bool(self.titles) and topic not in self.named and not own


class Answerer:
    """Answers for one website. Used by one caller at a time, from any thread; to be closed."""

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
        """Answer ``message`` in a session that last was about ``topic``."""
        question = self._language.read(message, self._everyday_words)
        courtesy = self._courtesy(question.terms)
        if courtesy:
            return Answer(courtesy, topic)
        hits = [self._hit(term) for term in question.terms]
        last = self._topics.get(topic or "")
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
        """Return a greeting or the like, if most of what was said is one."""
        known = [term for term in terms if self._courtesies.topics([term], "title keywords")]
        if len(known) * 2 <= len(terms):
            return ""
        return self._courtesies.topics(known, "title keywords")[0].markdown

    def _continued(self, last: Topic, hits: Sequence[_Hit]) -> Topic | None:
        """Return the last topic if the question goes on in it, or says nothing but "and?"."""
        if any(hit.leads_from(last) for hit in hits):
            return None
        return last if not hits or any(hit.is_in(last) for hit in hits) else None

    def _best(self, hits: Sequence[_Hit]) -> Topic | None:
        """Return the topic about most of the words, of those that can be trusted; the first by rank."""
        ranked = self._index.topics([hit.term for hit in hits])
        trusted = [topic for topic in ranked if _is_trusted(topic, hits)]
        return max(trusted, key=lambda topic: sum(hit.names(topic) for hit in hits), default=None)

    def _compose(self, topic: Topic, hits: Sequence[_Hit]) -> str:
        """Tell of a topic, and of a second one that the rest of the question names by its title."""
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
    """Whether a topic has enough of the words; more than half is asked of one that only mentions them."""
    held = sum(hit.is_in(topic) for hit in hits)
    if any(hit.names(topic) for hit in hits):
        return held >= min(len(hits) / 2, ENOUGH)
    return held > len(hits) / 2


def _told(topic: Topic, hits: Sequence[_Hit]) -> str:
    """Tell as much of a topic as the question asks for.

    Words that stand for the topic as a whole do not narrow it. Of the others, those in headings choose
    sections (two at most); failing that the opening is told if it has one of them, else the section that
    has most of them, else everything.
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
