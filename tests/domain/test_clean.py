from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.clean import clean, is_blank, marks_in, one_line

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


SHAPING = "\u200c\u200d"
SEEN = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
"""Format characters that are drawn, or shape the signs of their script."""


def test_of_the_format_characters_only_those_that_shape_or_show_are_left() -> None:
    every = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf")
    left = [character for character in every if clean(character)]
    assert not re.sub(f"[{SHAPING}{SEEN}]", "", "".join(left))
    assert set(SHAPING) <= set(left)


@given(any_text)
def test_every_character_is_kept_or_counted(text: str) -> None:
    ends = text.count("\r\n")
    assert len(clean(text)) + marks_in(text) + ends == len(text)


def test_line_ends_are_no_marks() -> None:
    assert marks_in("a\r\nb\rc\u2028d\te\n") == 0
    assert marks_in("\x1b[31ma\u202e\u200b\x9b") == 4


@pytest.mark.parametrize("raw", [b"\x9b31m", b"\xc2\x9b31m", b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x9b"])
def test_what_bytes_decode_to_is_clean_whatever_they_were(raw: bytes) -> None:
    for errors in ("replace", "surrogateescape", "surrogatepass"):
        try:
            text = raw.decode("utf-8", errors)
        except UnicodeDecodeError:
            continue
        assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", clean(text))


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def ignorable() -> set[str]:
    """Unicode 16's Default_Ignorable_Code_Point, written apart from the program's own list."""
    ranges = (
        "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 "
        "FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
    )
    bounds = [each.partition("-") for each in ranges.split()]
    return {
        chr(code) for first, _, last in bounds for code in range(int(first, 16), int(last or first, 16) + 1)
    }


IGNORABLE = ignorable()


@given(
    st.text(
        st.characters(categories=["L", "M", "N", "P", "S", "Zs"]).filter(lambda each: each not in IGNORABLE)
    )
)
def test_words_in_any_script_stay(text: str) -> None:
    assert clean(text) == text


def test_what_is_not_seen_goes_from_between_letters() -> None:
    for character in IGNORABLE:
        assert clean(f"a.{character}b") == "a.b", hex(ord(character))
        assert clean(f"a{character}b") == "ab" or character == "\u200c", hex(ord(character))
        assert one_line(character * 3) == "", hex(ord(character))
        assert is_blank(character), hex(ord(character))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "👩\u200d🚀",
            "❤\ufe0f\u200d🔥",
            "👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏽",
            "1\ufe0f\u20e3",
            "☺\ufe0e",
            "🏳\ufe0f\u200d🌈",
        ),
        *("می\u200cخواهم", "क्\u200dष", "ශ්\u200dරී", "ന്\u200d", "ᠬᠠᠷ\u180bᠠ"),
    ],
)
def test_what_shapes_a_script_or_an_emoji_stays(text: str) -> None:
    assert clean(f"a {text} b") == f"a {text} b"
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\ufe0fb", "ab"),
        ("👩\u200db", "👩b"),
        ("👩\u200d\u200d🚀", "👩🚀"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴"),
        ("می\u200c\u200cخ", "می\u200cخ"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_what_would_shape_stays_nowhere_else(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u2800\u2800", "\u3164\u115f", "\u200d", "\U000e0100", "\u00a0\u2003"]
)
def test_a_text_without_anything_to_see(text: str) -> None:
    assert is_blank(text)
    assert one_line(text) == ""
    assert not is_blank(f"{text}.")


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
