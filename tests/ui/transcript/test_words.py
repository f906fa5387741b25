"""Every word and number of a reply is drawn, in order, whatever its Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.selection import SELECT_ALL

from tests.ui.transcript.corpus import answers
from tests.ui.transcript.golden import WIDTHS
from tui.widgets.transcript.lines import Look
from tui.widgets.transcript.markdown import markdown_lines
from tui.widgets.transcript.painter import selected_text
from tui.widgets.transcript.parts import code_blocks

if TYPE_CHECKING:
    from tui.widgets.transcript.lines import Line

WIDE = 10_000
"""Cells in which no line is broken."""
BETWEEN = (" │ ", Look.RULE)
"""Stands between two columns of a table."""


def _bare(text: str) -> str:
    """Text without white space, bars and bullets, which stand between the parts of a broken word."""
    return re.sub(r"[\s│↳•◦▪─┼]", "", text)


def _columns(lines: list[Line]) -> str:
    """The text of all lines, a table's column by column: a word broken within a cell is whole."""
    columns: dict[int, list[str]] = {}
    for line in lines:
        column = 0
        for run in line.runs:
            if run == BETWEEN:
                column += 1
            else:
                columns.setdefault(column, []).append(run[0])
    return _bare("".join("".join(texts) for texts in columns.values()))


def missing(words: list[str], lines: list[Line]) -> list[str]:
    """The words that are not drawn, or not in their order."""
    text = _bare("".join(line.text for line in lines))
    at = 0
    absent: list[str] = []
    for word in map(_bare, words):
        found = text.find(word, at)
        if found < 0:
            absent.append(word)
        else:
            at = found + len(word)
    return absent


ANSWERS = list(answers(600))


@pytest.mark.parametrize("part", range(6))
def test_every_word_of_600_answers_is_drawn_in_order(part: int) -> None:
    for source, words in ANSWERS[part::6]:
        assert not missing(words, markdown_lines(source, WIDE)), source


@pytest.mark.parametrize("width", WIDTHS)
def test_every_word_of_600_answers_is_drawn_in_a_narrow_pane(width: int) -> None:
    for source, words in ANSWERS:
        lines = markdown_lines(source, width)
        text = _columns(lines) + _bare("".join(line.text for line in lines))
        assert [word for word in map(_bare, words) if word not in text] == [], source
        assert all(line.cells <= width for line in lines), source


def _copied(source: str, width: int) -> str:
    text = selected_text(iter(markdown_lines(source, width)), SELECT_ALL)
    return re.sub("─+", "─", re.sub(" +$", "", text, flags=re.MULTILINE))


def test_what_the_mouse_copies_is_the_same_in_any_pane() -> None:
    for source, _ in ANSWERS[:200]:
        # Cells stand side by side, and what is very deep is not indented in a narrow pane.
        if "|" not in source and not re.search(r"(?:> ){12}| {24}", source):
            assert _copied(source, 60) == _copied(source, WIDE)


def test_tabs_in_a_text_are_copied_as_tabs() -> None:
    assert _copied("a\tb `c\td`", 40) == "a\tb c\td"


def test_code_that_the_mouse_copies_is_as_it_was_written() -> None:
    for source, _ in ANSWERS[:200]:
        copied = _copied(source, 40)
        blocks = [re.sub(" +$", "", block, flags=re.MULTILINE) for block in code_blocks(source)]
        assert [block for block in blocks if block not in copied] == []


marks = st.sampled_from(
    [
        *("**", "*", "_", "__", "~~", "`", "``", "```", "~~~", "\n", "\n\n", "\n    ", "\n\t", "  \n", "\\"),
        *(" ", "# ", "\n- ", "\n  - ", "\n1. ", "\n7) ", "\n> ", "\n>", "\n---\n", "\n===\n", "\n```sh\n"),
        *("\n```\n", "|", " | ", "\n|-|-|\n", "\n|", "\\|", "[", "](", ")", "](https://", "![", "]:", "]["),
        *("[^1]", "<", ">", "<b>", "</b>", "<p>", "</p>", "<ul><li>", "</li></ul>", "<li>", "<br>", "<a>"),
        *(
            "</a>",
            "<!-- ",
            "-->",
            "&amp;",
            "&",
            "https://",
            "www.",
            "@",
            ".com",
            ".py",
            "。",
            "「",
            "）",
            "：",
        ),
        *("'", '"', "(", "$", ":"),
    ]
)
soup = st.lists(marks | st.integers(0, 9), max_size=40)


def _source(pieces: list[str | int]) -> tuple[str, list[str]]:
    """A source of marks, with a word of its own for each number."""
    words: list[str] = []
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, int):
            words.append(f"w{len(words)}x")
        parts.append(words[-1] if isinstance(piece, int) else piece)
    return "".join(parts), words


@settings(max_examples=400, deadline=None)
@given(soup)
@example(["[", 1, "]:", 1, "\n", "[", 1, "]:", 1])
def test_every_word_is_drawn_whatever_the_marks(pieces: list[str | int]) -> None:
    source, words = _source(pieces)
    for width in (WIDE, 30):
        lines = markdown_lines(source, width)
        text = _columns(lines) + _bare("".join(line.text for line in lines))
        assert [word for word in words if word not in text] == []
        assert all(line.cells <= width for line in lines)
    # Lines within cells stand side by side, and what a definition names stands where it is used.
    if "|" not in source and "]:" not in source:
        assert not missing(words, markdown_lines(source, WIDE))
