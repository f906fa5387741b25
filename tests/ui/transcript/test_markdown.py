from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.ui.transcript.golden import FOLDER, WIDTHS, golden, rendered
from tui.domain.clean import clean
from tui.widgets.transcript.dialect.parser import LONGEST_PARSED
from tui.widgets.transcript.lines import Look, fold, plain, wrap
from tui.widgets.transcript.markdown import markdown_lines
from tui.widgets.transcript.parts import code_blocks, links

SAMPLE = (FOLDER / "sample.md").read_text()

prose = st.text(
    st.characters(categories=["L", "M", "N", "P", "S", "Zs"]) | st.sampled_from("  \n\t👨‍👩‍👧日本é"),
    max_size=300,
)
pieces = st.sampled_from(
    [
        *re.findall(r"[^\n]*\n", SAMPLE),
        "```",
        "|---|",
        "> ",
        "- ",
        "  ",
        "\n",
        "**",
        "`",
        "[x](",
        "1) ",
        "#" * 3,
        "\t",
    ]
)
markdown = st.lists(pieces | prose, max_size=25).map("".join)
widths = st.integers(2, 120)


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sample_looks_as_it_did(width: int) -> None:
    assert rendered(width) == golden(width).read_text()


@settings(max_examples=300, deadline=None)
@given(markdown, st.integers(12, 120))
@example("- " * 40 + "deep", 12)
@example("> " * 40 + "deep", 12)
@example("```" + "⺀" * 10, 12)
@example("|" * 30 + "\n" + "|-" * 30 + "|\n" + "|x" * 30 + "|", 12)
def test_no_line_is_wider_than_the_pane(source: str, width: int) -> None:
    assert all(line.cells <= width for line in markdown_lines(source, width))


@given(prose, widths)
def test_plain_text_loses_nothing_but_white_space(text: str, width: int) -> None:
    lines = plain(text, width)
    assert _letters("".join(line.text for line in lines)) == _letters(text)
    assert all(line.cells <= width for line in lines)


@given(
    st.lists(st.tuples(prose.map(lambda t: t.replace("\n", " ")), st.sampled_from(Look)), max_size=8), widths
)
def test_wrapping_keeps_every_look_with_its_letters(runs: list[tuple[str, Look]], width: int) -> None:
    before = [(letter, look) for text, look in runs for letter in text if not letter.isspace()]
    after = [
        (letter, look)
        for line in wrap(runs, width)
        for text, look in line.runs
        for letter in text
        if not letter.isspace()
    ]
    assert after == before


@given(prose.map(lambda t: t.replace("\n", " ").replace("\t", " ")), widths)
def test_code_keeps_every_space(text: str, width: int) -> None:
    lines = fold([(text, Look.PLAIN)], width)
    assert "".join(line.text for line in lines) == text
    assert all(line.cells <= width for line in lines)


def test_a_line_of_code_that_goes_on_is_told_from_a_new_one() -> None:
    lines = [line.text for line in markdown_lines("```\nfirst " + "x" * 30 + "\nsecond\n```", 20)]
    assert lines == ["│ first " + "x" * 12, "↳ " + "x" * 18, "│ second"]


def test_words_of_a_paragraph_are_all_there_at_any_width() -> None:
    words = set(re.findall(r"\w+", "We open at nine and close at six"))
    for width in range(12, 100):
        text = " ".join(line.text for line in markdown_lines(SAMPLE, width))
        assert words <= set(re.findall(r"\w+", text))


def test_a_table_too_wide_for_the_pane_becomes_records() -> None:
    source = "|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n|" + "|".join(["a long cell"] * 6) + "|"
    text = "\n".join(line.text for line in markdown_lines(source, 20))
    assert "a: a long cell" in text
    assert "f: a long cell" in text


@pytest.mark.parametrize("width", [90, 74, 40, 20])
def test_no_word_and_no_amount_of_a_table_is_cut_in_two(width: int) -> None:
    source = (
        "| Plan | Messages | Human takeover | Support | Price |\n|---|--:|---|---|--:|\n"
        "| Professional | 50,000 | as many agents as you like | by telephone, all day | $4,188.00 |"
    )
    text = " ".join(line.text for line in markdown_lines(source, width))
    words = {"Professional", "Messages", "50,000", "takeover", "agents", "telephone,", "$4,188.00"}
    assert words <= set(text.replace(":", "").split())


def test_a_very_long_reply_is_shown_as_it_was_written() -> None:
    lines = markdown_lines("word " * (LONGEST_PARSED // 4), 80)
    assert all(line.cells <= 80 for line in lines)
    assert sum(line.text.count("word") for line in lines) == LONGEST_PARSED // 4


def test_terminal_controls_in_a_reply_are_gone() -> None:
    text = "".join(line.text for line in markdown_lines("a\x1b]0;x\x07 `b\x9b2J`\n\n```\n\x1b[2J\n```", 40))
    assert not re.search("[\x00-\x1f\x7f-\x9f]", text)


hostile = st.lists(
    st.sampled_from(
        [
            *(
                "&#27;[2J",
                "&#x9b;",
                "&#x202e;",
                "&rlm;",
                "&shy;",
                "&#13;",
                "&#12;",
                "&#10;",
                "&NewLine;",
                "&Tab;",
            ),
            *("<http://a.b/%1b]0;x%07>", "http://a.b/%9b%0d%0a%1b%5b2J", "<mailto:a@b.c%1b>", "www.a.b/%08"),
            *(
                "[x](http://a.b/%1b\u202e)",
                "![%1b&#x202e;](a)",
                "\n```&#x202e;%1b\x1b\n",
                "~~~\n",
                "|a|b|\n|-|-|\n|",
            ),
            *(
                "\x1b[31m",
                "\x9b2J",
                "\x07",
                "\u202e",
                "\ud800",
                "\r\n",
                "\n\n",
                "> ",
                "- ",
                "**",
                "`",
                "# ",
                "|",
                " ",
            ),
        ]
    )
    | st.text(st.characters(codec=None, categories=None), max_size=8),
    max_size=20,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(hostile, st.integers(12, 60))
@example("|<http://a.b/%0a>&#10;&NewLine;x|\n|-|\n|&#10;|", 40)
def test_nothing_that_the_parser_decodes_steers_a_terminal(source: str, width: int) -> None:
    for line in markdown_lines(source, width):
        assert clean(line.text) == line.text
        assert "\n" not in line.text
        assert "\t" not in line.text


def test_an_address_that_names_controls_makes_none() -> None:
    text = "".join(line.text for line in markdown_lines("<http://a.b/%1b]0;x%07&#27;> &#x202e;abc", 80))
    assert text == "http://a.b/%1b]0;x%07&#27; abc"
    assert links("[a](http://a.b/&#x202e;c)") == ["http://a.b/c"]


def test_what_can_be_copied_out_of_a_reply() -> None:
    assert [block.splitlines()[0] for block in code_blocks(SAMPLE)] == [
        "def hello(name: str) -> str:",
        "no language",
        "indented code",
        "const unfinished = true;",
    ]
    assert links(SAMPLE) == [
        "https://harbour.example/hours",
        "https://harbour.example/map",
        "mailto:hello@harbour.example",
        "https://harbour.example/map.png",
        "https://half.exam",
    ]
