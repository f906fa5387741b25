"""Markdown without its marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.domain.plain_text import shown_text, summary_line


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("# Hours\n\n**Mon** to *Fri*", "Hours Mon to Fri"),
        ("- [ ] one\n- [x] two\n1. three\n> four", "one two three four"),
        ("see [the page](https://example.com/a_b) ![a cat](cat.png)", "see the page a cat"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a b 1 2"),
        ("snake_case_name and 2 * 3 * 4 and `code`", "snake_case_name and 2 * 3 * 4 and code"),
        ("a\n\n---\n\nb", "a b"),
        ("", ""),
    ],
)
def test_a_line_without_marks(markdown: str, line: str) -> None:
    assert summary_line(markdown) == line


@given(st.text(alphabet="*_`#|>-[]() \n!~a", max_size=3000))
@settings(deadline=None)
def test_any_text_gives_a_short_line(text: str) -> None:
    line = summary_line(text)
    assert len(line) <= 200
    assert "\n" not in line


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Free** returns\nwithin *30* days", "Free returns within 30 days"),
        ("un**believ**able", "unbelievable"),
        ("1. one\n2. two", "1. one 2. two"),
        ("see [the page](https://example.com/a_b)", "see the page (https://example.com/a_b)"),
        ("<https://example.com>", "https://example.com"),
        ("a<br>b <b>bold</b> a &amp; b", "a b bold a & b"),
        (r"10 \* 20 \| 30", "10 * 20 | 30"),
        ("10*20*30 and a_b_c", "10*20*30 and a_b_c"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
    ],
)
def test_the_words_that_are_shown(markdown: str, text: str) -> None:
    assert shown_text(markdown) == text
