"""Strip Markdown to plain text: for the lines of lists, and for searching what a person sees."""

from __future__ import annotations

import html
import re

from tui.domain.clean import one_line

_LINE_READ = 1_000
"""Characters of a text that are read for its summary line."""

_FENCES = (re.compile(r"^[ \t>]*(?:```|~~~).*$", re.M), "")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\(<?([^)\s>]{0,4000})>?[^)\n]{0,500}\)")
_ANCHOR = re.compile(r"<a\s[^<>]{0,500}?href\s*=\s*[\"']?(https?:[^\"'<>\s]*)[^<>]*>(.{0,1000}?)</a>", re.I)
_NUMBERS = (re.compile(r"^[ \t]*\d{1,9}[.)][ \t]+", re.M), "")
_MARKS = (
    (re.compile(r"<br\s*/?>|</?(?:p|ul|ol|li)>", re.I), "\n"),
    (re.compile(r"</?(?:b|strong|i|em|u)>", re.I), ""),
    (re.compile(r"<([^<>\s]+(?:://|@)[^<>\s]+)>"), r"\1"),  # autolinks
    (
        re.compile(r"^[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*$", re.M),
        "",
    ),  # rules, delimiter rows of tables
    (re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+])[ \t]+(?:\[[ xX]\][ \t]+)?", re.M), ""),
    # Each starts with a literal sign: a leading look-behind would be tried at every character.
    (re.compile(r"\|(?<!\\\|)"), " "),  # table cell separators
    (re.compile(r"(\*\*|__|~~|\*(?<!\d\*)|_(?<!\w_)|``*)(?=\S)(.{1,1000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)

_SHOWN = (_FENCES, (_LINK, r"\1 (\2)"), (_ANCHOR, r"\2 (\1)"), *_MARKS)
_LISTED = (_FENCES, (_LINK, r"\1"), (_ANCHOR, r"\2"), _NUMBERS, *_MARKS)


def shown_text(markdown: str) -> str:
    """Return the words that the transcript shows of a Markdown text, on one line.

    Approximates what the transcript draws, without the cost of laying it out.
    """
    for pattern, plain in _SHOWN:
        markdown = pattern.sub(plain, markdown)
    return " ".join(html.unescape(markdown).split())


def summary_line(markdown: str) -> str:
    """Return the start of a Markdown text for a list: one line, without link targets and item numbers."""
    text = markdown[:_LINE_READ]
    for pattern, plain in _LISTED:
        text = pattern.sub(plain, text)
    return one_line(html.unescape(text))
