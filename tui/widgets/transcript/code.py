"""Layout of code blocks as highlighted lines."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType]: untyped options
from pygments.token import Token
from pygments.util import ClassNotFound

from tui.widgets.transcript.lines import BAR, BLANK, GOES_ON, Line, Look, Run, fold, paragraphs, untabbed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

LONGEST_HIGHLIGHTED = 50_000
"""Characters of code that are highlighted at most: beyond that it is shown plain, for speed."""

_LOOKS = (
    (Token.Comment, Look.COMMENT),
    (Token.Keyword, Look.KEYWORD),
    (Token.Literal.String, Look.STRING),
    (Token.Literal.Number, Look.NUMBER),
    (Token.Name.Function, Look.FUNCTION),
    (Token.Name.Class, Look.FUNCTION),
    (Token.Name.Tag, Look.KEYWORD),
    (Token.Name.Attribute, Look.FUNCTION),
    (Token.Operator.Word, Look.KEYWORD),
)


@lru_cache(maxsize=32)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _runs(code: str, language: str) -> Iterator[Run]:
    lexer = _lexer(language) if language and len(code) <= LONGEST_HIGHLIGHTED else None
    if lexer is None:
        yield code, Look.PLAIN
        return
    for kind, text in lexer.get_tokens(code):
        look = next((look for parent, look in _LOOKS if kind in parent), Look.PLAIN)
        yield text, look


def code_lines(code: str, info: str, width: int) -> list[Line]:
    """Lay out a code block: its info string, which begins with the language, as a label, then its lines.

    Each line stands behind a bar; long ones are folded, not cut off.
    """
    language = info.split(maxsplit=1)[0].lower() if info else ""
    label = _behind_bar([(info, Look.MUTED)], width) if info else []
    body = [
        line for runs in paragraphs(_runs(code.rstrip("\n"), language)) for line in _behind_bar(runs, width)
    ]
    return [replace(line, is_label=True) for line in label] + body


def _behind_bar(runs: list[Run], width: int) -> list[Line]:
    folded = fold(untabbed(runs), width - 2) if runs else [BLANK]
    return [line.prefixed(GOES_ON if index else BAR) for index, line in enumerate(folded)]
