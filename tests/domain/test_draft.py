"""What two windows have typed, brought together: no word of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.draft import joined, merged

words = st.lists(st.sampled_from("abcd"), max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("", "", "x", "x"),
        ("x", "x", "x y", "x y"),
        ("x", "x", "", ""),
        ("x", "x y", "x", "x y"),
        ("x", "x y", "", " y"),
        ("", "mine", "theirs", "theirs\nmine"),
        ("x", "x mine", "x\ntheirs", "theirs\nx mine"),
        ("x", "x mine", "theirs", "theirs\n mine"),
        ("x", "changed", "", "changed"),
        ("x", "mine", "theirs", "theirs\nmine"),
    ],
)
def test_two_texts_of_one_draft(base: str, mine: str, theirs: str, both: str) -> None:
    assert merged(base, mine, theirs) == both


@given(base=words, here=words, there=words)
def test_what_is_typed_behind_the_draft_on_either_side_is_kept(base: str, here: str, there: str) -> None:
    mine, theirs = joined(base, here), joined(base, there)
    both = merged(base, mine, theirs)
    for text in (base, here, there):
        assert text in both


@given(text=words, base=words)
def test_what_is_the_same_on_both_sides_is_there_once(text: str, base: str) -> None:
    assert merged(base, text, text) == text
