"""Block rules where what people mean differs from CommonMark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import rules_block as library

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

DEEPEST = 100
"""Levels of nesting, two for each list: what is nested deeper is text of the deepest."""

_NO_QUOTATION = re.compile(r">(?:=|[-+~≈]?[$€£¥₹]?\d|[:;._][-_.]?[()<>|/])")
"""``>`` as *more than*, or in an emoticon, at the start of a line: it begins no quotation."""

_BEGUN = re.compile(
    r"(?P<text>.*\S)[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[\w+#.-]*)[ \t]*\n(?P<code>.*)", re.DOTALL
)
"""A paragraph that ends in code which begins behind text: ``Run this: ```bash``."""

_OPENS = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:```|~~~)")


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]].strip()


def list_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a list; if it is nested too deep, its items are lines of text."""
    return state.level < DEEPEST and library.list_block(state, start, end, silent)


def blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a quotation; ``>5 items`` is not one."""
    if state.level >= DEEPEST or _NO_QUOTATION.match(state.src, state.bMarks[start] + state.tShift[start]):
        return False
    return library.blockquote(state, start, end, silent)


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a code block; its body and its end may be indented less than its start."""
    if not silent and (_closes_quoted(state, start) or _closes_paragraph(state, start)):
        state.line = start + 1
        return True
    if not library.fence(state, start, end, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    if _is_close(_text(state, state.line - 1), token.markup) and state.line - 1 > start:
        return True
    close = _find_close(state, start, token.markup)
    if close is None:
        token.meta["unclosed"] = True
        return True
    token.content = state.getLines(start + 1, close, state.sCount[start], True)
    state.line = close + 1
    token.map = [start, state.line]
    return True


def _is_close(text: str, markup: str) -> bool:
    return len(text) >= len(markup) and not text.strip(markup[0])


def _find_close(state: StateBlock, start: int, markup: str) -> int | None:
    """Return the line with a misplaced end of a code block; ``None`` if another block begins before."""
    for line in range(start + 1, state.lineMax):
        text = _text(state, line)
        if _is_close(text, markup):
            return line
        if text.startswith(markup[0] * 3) or _OPENS.match(text):
            return None
    return None


def _closes_quoted(state: StateBlock, start: int) -> bool:
    """Whether a line ends the code that was begun in the quotation just above it."""
    if len(state.tokens) < 2 or state.tokens[-1].type != "blockquote_close":
        return False
    code = state.tokens[-2]
    above = code.map[1] if code.map else -1
    return above == start and "unclosed" in code.meta and _is_close(_text(state, start), code.markup)


def _closes_paragraph(state: StateBlock, start: int) -> bool:
    """Whether a line ends code begun behind the text of the paragraph just above it; makes it a block."""
    if len(state.tokens) < 2 or state.tokens[-1].type != "paragraph_close":
        return False
    above = state.tokens[-2]
    found = _BEGUN.fullmatch(above.content) if above.map and above.map[1] == start else None
    if found is None or found["mark"][0] * 3 in found["text"] + found["code"]:
        return False
    if not _is_close(_text(state, start), found["mark"]):
        return False
    above.content = found["text"]
    code = state.push("fence", "code", 0)
    code.info, code.markup = found["info"], found["mark"]
    code.content = found["code"] + "\n"
    code.map = [start, start + 1]
    return True
