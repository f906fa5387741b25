from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tui.domain.clean import clean, one_line

any_text = st.text(st.characters(codec=None, categories=None))


@given(any_text)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    cleaned = clean(text)
    for character in cleaned:
        assert character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
        assert unicodedata.bidirectional(character) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }
    cleaned.encode()


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(
    st.text(
        st.characters(categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="\u061c\u200e\u200f")
    )
)
def test_words_in_any_script_stay(text: str) -> None:
    assert clean(text) == text


def test_line_ends_become_newlines() -> None:
    assert clean("a\r\nb\rc\u2028d\n") == "a\nb\nc\nd\n"


def test_an_escape_sequence_loses_its_escape() -> None:
    assert clean("\x1b]0;title\x07\x9b2J") == "]0;title2J"


@given(any_text, st.integers(1, 50))
def test_one_line_is_one_line_and_no_longer_than_asked(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


def test_one_line_says_where_it_was_cut() -> None:
    assert one_line("one two\nthree four", 9) == "one two…"
