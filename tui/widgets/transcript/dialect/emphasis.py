"""Rules for asterisks, underscores and tildes: which are marks, and which belong to the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.rules_inline import emphasis as library_emphasis
from markdown_it.rules_inline import strikethrough as library_strikethrough

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_inline import StateInline

_FULL_WIDTH = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef“”‘’…]")
_SIGN = re.compile(r"[\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65“”‘’…]")
_FACTOR_END = re.compile(r"[A-Za-z0-9)\]}]")
_FACTOR_START = re.compile(r"[A-Za-z0-9(\[{]")
_MARKED_START = re.compile(r"(?<![A-Za-z0-9)\]}])\*[A-Za-z]+$")
"""A word whose first letters are marked, such as ``*A*utomatic``."""
_MARKED_NUMBER = re.compile(r"(?<![A-Za-z0-9)\]}*])\*\*\d[\d.,]*$")
"""A number that is marked before its unit, such as ``**24**h``."""
_CALL = re.compile(r"[A-Za-z0-9_]\(\*{1,2}[A-Za-z_]\w*[,)]")
"""A call such as ``f(*args)``."""
_ATTRIBUTE = re.compile(r"[A-Za-z0-9_)\]]\.(?:__\w+)?$")
"""What stands before either end of ``__dict__`` in ``self.__dict__``."""
_CODE_AFTER = re.compile(r"\.\w|\(")


def emphasis(state: StateInline, silent: bool) -> bool:
    """Parse a run of ``*`` or ``_``."""
    return _marks(library_emphasis.tokenize, state, silent)


def strikethrough(state: StateInline, silent: bool) -> bool:
    """Parse a run of ``~``."""
    return _marks(library_strikethrough.tokenize, state, silent)


def _marks(
    rule: Callable[[StateInline, bool], bool],
    state: StateInline,
    silent: bool,
) -> bool:
    start, known = state.pos, len(state.delimiters)
    if not rule(state, silent):
        return False
    marks = state.delimiters[known:]
    if marks:
        before = state.src[start - 1] if start else " "
        after = state.src[state.pos] if state.pos < state.posMax else " "
        mark = state.src[start : state.pos]
        joins = _joins(mark, before, after) or bool(_CALL.match(state.src, start - 2))
        text = state.src[max(0, start - 40) : start]
        marked = joins and _is_marked(text, after)
        joins = joins or (mark == "__" and bool(_ATTRIBUTE.search(text)))
        tail = state.src[state.pos : state.pos + 2]
        for one in marks:
            one.open = not joins and _opens(mark, before, after, by_rule=one.open)
            one.close = (not joins or bool(marked)) and _closes(mark, before, after, tail, by_rule=one.close)
    return True


def _is_marked(text: str, after: str) -> bool:
    """Whether asterisks between ``text`` and ``after`` close a mark that others open."""
    return bool(_MARKED_START.search(text) or (after.isalpha() and _MARKED_NUMBER.search(text)))


def _opens(mark: str, before: str, after: str, *, by_rule: bool) -> bool:
    return by_rule or _touches(mark, before, after)


def _closes(mark: str, before: str, after: str, tail: str, *, by_rule: bool) -> bool:
    if mark == "__" and _CODE_AFTER.match(tail):
        return False
    return by_rule or _touches(mark, after, before)


def _touches(mark: str, outside: str, inside: str) -> bool:
    """Whether a mark counts though it is between a word and punctuation: 请注意**「重要」** is bold.

    In CommonMark it does not. Marks of two characters count in any script, others beside full-width text.
    """
    if inside.isspace():
        return False
    if mark[0] == "_":
        return bool(_SIGN.match(inside) and _FULL_WIDTH.match(outside))
    return mark in {"**", "~~"} or bool(_FULL_WIDTH.match(outside) or _FULL_WIDTH.match(inside))


def _joins(mark: str, before: str, after: str) -> bool:
    """Whether asterisks are multiplication signs, or part of a path's pattern."""
    if mark[0] != "*":
        return False
    if "/" in {before, after}:
        return True
    if not (_FACTOR_END.match(before) and _FACTOR_START.match(after)):
        return False
    return len(mark) == 1 or before.isdigit() or after.isdigit()
