"""Language data and query parsing: turns a question into search terms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "languages"

_WORD = re.compile(r"[^\W_]+")

MAX_TERMS = 40
"""Most different words of a message that are searched for."""

SHORT = 3
"""Most words of a question that counts as a continuation whatever it begins with."""

_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Message as parsed for the search."""

    terms: tuple[str, ...]
    """One FTS5 expression for each significant word, its synonyms included."""
    continues: bool
    """Whether it seems to continue what was said before: "and on Sundays?"."""


@dataclass(frozen=True, slots=True)
class Language:
    """Tokenizer and word lists of one language."""

    tokenizer: str
    """FTS5 tokenizer."""
    stop_words: frozenset[str]
    leads: tuple[tuple[str, ...], ...]
    """Openings that mark a continuation, as sequences of words."""
    endings: tuple[str, ...]
    """Endings to cut off, the longest first, to search for the stem as a prefix; none if FTS5 stems."""
    phrases: dict[str, str]
    """Replacements of phrases by a word: "how much is" asks for a price."""
    synonyms: dict[str, tuple[str, ...]]
    """For a word, all words that are searched for in its place."""

    def read(self, message: str, everyday_words: frozenset[str]) -> Question:
        """Parse a message; ``everyday_words`` are searched for only if there are no other words."""
        words = words_of(message)
        plain = self._without_phrases(words)
        telling = [word for word in plain if word not in self.stop_words and len(word) > 1]
        wanted = dict.fromkeys([word for word in telling if word not in everyday_words] or telling)
        continues = 0 < len(words) <= SHORT or any(words[: len(lead)] == list(lead) for lead in self.leads)
        terms = dict.fromkeys(self._term(word) for word in list(wanted)[:MAX_TERMS])
        return Question(tuple(terms), continues)

    def _without_phrases(self, words: list[str]) -> list[str]:
        text = f" {' '.join(words)} "
        for phrase, word in self.phrases.items():
            text = text.replace(f" {phrase} ", f" {word} ")
        return text.split()

    def _term(self, word: str) -> str:
        return " OR ".join(self._form(each) for each in self.synonyms.get(word, (word,)))

    def _form(self, word: str) -> str:
        for ending in self.endings:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _SHORTEST_STEM:
                return f'"{stem}"*'
        return f'"{word}"'


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


@cache
def language(name: str) -> Language:
    """Load the language with that name."""
    values = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    groups = [tuple(words_of(group)) for group in values["synonyms"]]
    return Language(
        tokenizer=values["tokenizer"],
        stop_words=frozenset(words_of(values["stop_words"])),
        leads=tuple(tuple(words_of(lead)) for lead in values["leads"]),
        endings=tuple(words_of(values["endings"])),
        phrases={" ".join(words_of(phrase)): word for phrase, word in values["phrases"].items()},
        synonyms={word: group for group in groups for word in group},
    )
