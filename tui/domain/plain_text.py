"""Markdown without its marks: for the lines of lists, and for finding what a person sees."""

from __future__ import annotations

import html
import re

from tui.domain.clean import one_line

_LINE_READ = 1_000
"""Characters of a text that are looked at for its line."""

_FENCES = (re.compile(r"^[ \t>]*(?:```|~~~).*$", re.M), "")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(<?([^)\s>]*)>?[^)\n]*\)")
_NUMBERS = (re.compile(r"^[ \t]*\d{1,9}[.)][ \t]+", re.M), "")
_MARKS = (
    (re.compile(r"<br\s*/?>|</?(?:p|ul|ol|li)>", re.I), "\n"),
    (re.compile(r"</?(?:b|strong|i|em|u)>", re.I), ""),
    (re.compile(r"<([^<>\s]+(?:://|@)[^<>\s]+)>"), r"\1"),  # addresses in angles
    (
        re.compile(r"^[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*$", re.M),
        "",
    ),  # rules, the line under a table's head
    (re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+])[ \t]+(?:\[[ xX]\][ \t]+)?", re.M), ""),
    (re.compile(r"[ \t]*(?<!\\)\|[ \t]*"), " "),  # table cells
    (re.compile(r"(\*\*|__|~~|(?<!\d)\*|(?<!\w)_|`+)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)

_SHOWN = (_FENCES, (_LINK, r"\1 (\2)"), *_MARKS)
_LISTED = (_FENCES, (_LINK, r"\1"), _NUMBERS, *_MARKS)


def shown_text(markdown: str) -> str:
    """Returns the words that the transcript shows of a Markdown text, on one line.

    It is near to what the transcript draws, without the cost of laying it out.
    """
    for pattern, plain in _SHOWN:
        markdown = pattern.sub(plain, markdown)
    return " ".join(html.unescape(markdown).split())


def summary_line(markdown: str) -> str:
    """Returns the start of a Markdown text as a list shows it: one line, without addresses and numbers."""
    text = markdown[:_LINE_READ]
    for pattern, plain in _LISTED:
        text = pattern.sub(plain, text)
    return one_line(html.unescape(text))
