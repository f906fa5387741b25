"""Layout of Markdown as styled lines that fit a width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import clean
from tui.widgets.transcript.code import code_lines
from tui.widgets.transcript.dialect.parser import parse
from tui.widgets.transcript.inline import inline_runs
from tui.widgets.transcript.lines import BAR, BLANK, Line, Look, Run, paragraphs, plain, wrap_item
from tui.widgets.transcript.tables import Cell, Table, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_NARROWEST = 12
"""Cells below which nesting no longer indents."""

_BULLETS = "•◦▪"


def markdown_lines(source: str, width: int) -> list[Line]:
    """Lay out Markdown in lines of at most ``width`` cells. The source is cleaned here; any text is valid."""
    tokens = parse(source)
    if tokens is None:
        return plain(clean(source), width)
    return _Blocks(width).lines(tokens)


def _inner(tokens: Sequence[Token], start: int) -> tuple[Sequence[Token], int]:
    """Return the tokens within the block that opens at ``start``, and where the next block begins."""
    level = tokens[start].level
    end = start + 1
    while tokens[end].level > level or tokens[end].nesting != -1:
        end += 1
    return tokens[start + 1 : end], end + 1


def _groups(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Yield the blocks of one level, each with the tokens within it."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.nesting == 1:
            inner, at = _inner(tokens, at)
            yield token, inner
        else:
            yield token, ()
            at += 1


class _Blocks:
    """Lays out blocks for one width; nested blocks have a narrower layout of their own."""

    def __init__(self, width: int, depth: int = 0) -> None:
        self.width = width
        self.depth = depth

    def lines(self, tokens: Sequence[Token]) -> list[Line]:
        lines: list[Line] = []
        spaced = False
        above = -1
        for token, inner in _groups(tokens):
            block = self._block(token, inner)
            if not block:
                continue
            if lines and spaced and not token.hidden and not self._tight(token, above):
                lines.append(BLANK)
            lines += block
            spaced = not token.hidden
            above = token.map[1] if token.map and inner and "definitions" in inner[0].meta else -1
        return lines

    def _tight(self, token: Token, above: int) -> bool:
        """Whether a block follows without a blank line: a nested list, or text below unused definitions."""
        if token.map and token.map[0] == above:
            return True
        return self.depth > 0 and token.type in {"bullet_list_open", "ordered_list_open"}

    def _block(self, token: Token, inner: Sequence[Token]) -> list[Line]:
        match token.type:
            case "paragraph_open":
                return self._text(inner)
            case "heading_open":
                look = Look.HEADING | (Look.STRONG if token.tag in {"h1", "h2"} else Look.PLAIN)
                return self._text(inner, look)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inner)
            case "blockquote_open":
                return self._nested(inner, BAR, BAR)
            case "fence":
                return code_lines(token.content, clean(token.info).strip(), self.width)
            case "code_block":
                return code_lines(token.content, "", self.width)
            case "hr":
                return [Line((("─" * min(self.width, 40), Look.RULE),))]
            case "table_open":
                return table_lines(_table(inner), self.width)
            case _:
                return plain(token.content, self.width)

    def _text(self, inner: Sequence[Token], look: Look = Look.PLAIN) -> list[Line]:
        runs = [run for token in inner for run in inline_runs(token, look)]
        return [line for part in paragraphs(runs) for line in wrap_item(part, self.width)] if runs else []

    def _list(self, token: Token, inner: Sequence[Token]) -> list[Line]:
        items = list(_groups(inner))
        marks = self._marks(token, items)
        widest = max(map(len, marks))
        lines: list[Line] = []
        for mark, (_, content) in zip(marks, items, strict=True):
            if lines and not _is_tight(content):
                lines.append(BLANK)
            lines += self._nested(content, (mark.rjust(widest), Look.MUTED), (" " * widest, Look.PLAIN))
        return lines

    def _marks(self, token: Token, items: Sequence[tuple[Token, Sequence[Token]]]) -> list[str]:
        """Return the mark of each item: its number as it was written, or a bullet for its depth."""
        if token.type == "ordered_list_open":
            return [f"{item.info}{item.markup} " for item, _ in items]
        if self.depth == 0 and token.markup != "*" and all(_is_amount(content) for _, content in items):
            # "- 5 degrees" and "+ 49 30 1234" are as likely to be meant as they are as list items.
            return [f"{token.markup} " for _ in items]
        return [f"{_BULLETS[self.depth % len(_BULLETS)]} " for _ in items]

    def _nested(self, inner: Sequence[Token], first: Run, rest: Run) -> list[Line]:
        width = self.width - len(first[0])
        if width < _NARROWEST:
            return self._flat(inner, first)
        lines = _Blocks(width, self.depth + 1).lines(inner) or [BLANK]
        return [line.prefixed(rest if index else first) for index, line in enumerate(lines)]

    def _flat(self, inner: Sequence[Token], mark: Run) -> list[Line]:
        """Lay out what is nested too deep for this pane: with its mark, and no further indent."""
        lines = _Blocks(self.width, self.depth + 1).lines(inner) or [BLANK]
        if lines[0].cells + len(mark[0]) > self.width:
            return [Line((mark,)), *lines]
        return [lines[0].prefixed(mark), *lines[1:]]


def _is_amount(content: Sequence[Token]) -> bool:
    """Whether an item is one line that begins with a number."""
    return len(content) == 3 and content[1].content[:1].isdigit()


def _is_tight(content: Sequence[Token]) -> bool:
    return all(
        token.hidden
        for token in content
        if token.type == "paragraph_open" and token.level <= content[0].level
    )


def _table(inner: Sequence[Token]) -> Table:
    rows: list[list[Cell]] = []
    aligns: list[str] = []
    for section, body in _groups(inner):
        for _, cells in _groups(body):
            row: list[Cell] = []
            for cell, content in _groups(cells):
                look = Look.STRONG if section.type == "thead_open" else Look.PLAIN
                row.append([run for token in content for run in inline_runs(token, look)])
                if section.type == "thead_open":
                    style = str(cell.attrGet("style") or "")
                    aligns.append(style.rpartition(":")[2].strip() or "left")
            rows.append(row)
    return Table(rows, aligns)
