"""Finding what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.sought import Sought


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("free returns", "**Free** returns"),
        ("unbelievable", "un**believ**able"),
        ("within 30 days", "within\n30 *days*"),
        ("strasse", "Eine STRASSE, eine Straße"),
        ("cafe", "Café"),
        ("任务", "执行**任务**"),
        ("Straße", "eine Straße"),
        ("10*20*30", "it is 10*20*30"),
        ("snake_case", "`snake_case`"),
        ("fish & chips", "fish &amp; chips"),
        ("example.com/a", "[here](https://example.com/a)"),
        ("  two   words ", "two words"),
        ("->", "a -> b"),
        ("here (https://a.example/b)", '<a href="https://a.example/b" target="_blank">here</a>'),
    ],
)
def test_what_is_shown_is_found(text: str, markdown: str) -> None:
    assert Sought(text).is_shown_in(markdown)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("**Free", "**Free** returns"),
        ("Strasse", "eine Straße"),
        ("returns free", "free returns"),
        ("python", "```python\nprint(1)\n```"),
        ("target", '<a href="https://a.example/b" target="_blank">here</a>'),
        ("", "anything"),
        (" ", "anything"),
    ],
)
def test_what_is_not_shown_is_not_found(text: str, markdown: str) -> None:
    assert not Sought(text).is_shown_in(markdown)


@pytest.mark.parametrize(
    ("text", "line", "marked"),
    [
        ("strasse", "Straße, STRASSE", ["Straße", "STRASSE"]),
        ("Straße", "straße, Straße", ["Straße"]),
        ("e", "e\u0301e", ["e\u0301", "e"]),
        ("", "anything", []),
    ],
)
def test_where_it_stands_in_a_line(text: str, line: str, marked: list[str]) -> None:
    assert [line[start:end] for start, end in Sought(text).spans(line)] == marked


@given(st.text(max_size=20), st.text(max_size=60))
def test_spans_are_in_order_and_within_the_line(text: str, line: str) -> None:
    end = 0
    for start, stop in Sought(text).spans(line):
        assert end <= start <= stop <= len(line)
        end = stop
