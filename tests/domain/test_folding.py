"""Text as searches compare it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.folding import folded, folded_with_places, searchable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Größe", "GRÖSSE"),
        ("grosse", "größe"),
        ("IĞDIR", "Iğdır"),
        ("İLIK", "ilik"),
        ("café", "cafe\u0301"),
        ("Ἀθῆναι", "αθηναι"),
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("서울", unicodedata.normalize("NFD", "서울")),
    ],
)
def test_what_a_person_calls_the_same_is_equal(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("кот", "код"), ("हिन", "हन")])
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=60))
def test_each_folded_character_has_its_place(text: str) -> None:
    plain, places = folded_with_places(text)
    assert len(places) == len(plain) + 1
    assert places[-1] == len(text)
    assert list(places) == sorted(places)


def test_words_without_spaces_are_indexed_by_character() -> None:
    assert searchable("订单ABC发").split() == ["订", "单", "abc", "发"]
