"""Markdown as styled lines that fit a width: the whole of what replies are written in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tui.domain.clean import clean
from tui.widgets.transcript.code import code_lines
from tui.widgets.transcript.lines import BAR, BLANK, Line, Look, Run, paragraphs, plain, wrap
from tui.widgets.transcript.tables import Cell, Table, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

LONGEST_PARSED = 20_000
"""Characters of Markdown that are parsed at most; what is longer is shown as it was written.

The parser takes the square of the length for some texts: a second for this one at the worst.
"""

_NARROWEST = 12
"""Cells below which nesting no longer indents."""

_BULLETS = "•◦▪"

_INLINE_LOOKS = {
    "strong_open": Look.STRONG,
    "em_open": Look.EMPHASIS,
    "s_open": Look.STRIKE,
    "link_open": Look.LINK,
}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("gfm-like", {"html": False})


def markdown_lines(source: str, width: int) -> list[Line]:
    """Lay out Markdown in lines of at most ``width`` cells. The source is cleaned here; any text is valid."""
    text = clean(source)
    if len(text) > LONGEST_PARSED:
        return plain(text, width)
    return _Blocks(width).lines(_parser().parse(text))


def _inner(tokens: Sequence[Token], start: int) -> tuple[Sequence[Token], int]:
    """The tokens within the block that opens at ``start``, and where the next block begins."""
    level = tokens[start].level
    end = start + 1
    while tokens[end].level > level or tokens[end].nesting != -1:
        end += 1
    return tokens[start + 1 : end], end + 1


def _groups(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """The blocks of one level, each with what it holds."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.nesting == 1:
            inner, at = _inner(tokens, at)
            yield token, inner
        else:
            yield token, ()
            at += 1


def inline_runs(token: Token, base: Look = Look.PLAIN) -> list[Run]:
    """The styled runs of an inline token; a link shows its text and its address, an image its alt text."""
    runs: list[Run] = []
    looks = [base]
    href, link_start = "", 0
    for child in token.children or ():
        kind = child.type
        if kind in _INLINE_LOOKS:
            looks.append(looks[-1] | _INLINE_LOOKS[kind])
            if kind == "link_open":
                href, link_start = str(child.attrGet("href") or ""), len(runs)
        elif child.nesting == -1:
            looks.pop()
            if kind == "link_close":
                shown = "".join(text for text, _ in runs[link_start:])
                runs += _address(href, shown)
        elif kind in {"softbreak", "hardbreak"}:
            runs.append(("\n", looks[-1]))
        elif kind == "code_inline":
            runs.append((child.content, looks[-1] | Look.CODE))
        elif kind == "image":
            runs += _image(child, looks[-1])
        else:
            runs.append((_decoded(child.content), looks[-1]))
    return [(text.replace("\t", " "), look) for text, look in runs if text]


def _decoded(text: str) -> str:
    """Clean what the parser decoded: of ``&#x202e;``, and of ``%1b`` in an address, it makes controls."""
    return clean(text).replace("\n", " ")


def _address(href: str, shown: str) -> list[Run]:
    """The address behind a link's text, unless the text is the address already."""
    bare = href.removeprefix("mailto:")
    if not href or shown in {href, bare} or href.removeprefix("http://") == shown:
        return []
    return [(f" ({_decoded(href)})", Look.MUTED)]


def _image(token: Token, look: Look) -> list[Run]:
    return [(f"[image: {token.content or 'no description'}]", look | Look.MUTED)]


class _Blocks:
    """Lays out the blocks of one width; nested blocks have a narrower layout of their own."""

    def __init__(self, width: int, depth: int = 0) -> None:
        self.width = width
        self.depth = depth

    def lines(self, tokens: Sequence[Token]) -> list[Line]:
        lines: list[Line] = []
        spaced = False
        for token, inner in _groups(tokens):
            block = self._block(token, inner)
            if lines and spaced and not token.hidden and not self._tight(token):
                lines.append(BLANK)
            lines += block
            spaced = not token.hidden
        return lines

    def _tight(self, token: Token) -> bool:
        """A list within a tight list item follows its text without a gap."""
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
                language = token.info.strip().split(maxsplit=1)
                return code_lines(token.content, clean(language[0]) if language else "", self.width)
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
        return [line for part in paragraphs(runs) for line in wrap(part, self.width)]

    def _list(self, token: Token, inner: Sequence[Token]) -> list[Line]:
        items = list(_groups(inner))
        number = int(token.attrGet("start") or 1)
        lines: list[Line] = []
        for index, (_, content) in enumerate(items):
            if token.type == "ordered_list_open":
                mark = f"{number + index}. ".rjust(len(f"{number + len(items) - 1}. "))
            else:
                mark = f"{_BULLETS[self.depth % len(_BULLETS)]} "
            if lines and not _is_tight(content):
                lines.append(BLANK)
            lines += self._nested(content, (mark, Look.MUTED), (" " * len(mark), Look.PLAIN))
        return lines

    def _nested(self, inner: Sequence[Token], first: Run, rest: Run) -> list[Line]:
        width = self.width - len(first[0])
        if width < _NARROWEST:
            # Too deep for this pane: the mark stays, further indenting stops.
            width, rest = self.width, ("", Look.PLAIN)
            return [Line((first,)), *_Blocks(width, self.depth + 1).lines(inner)]
        lines = _Blocks(width, self.depth + 1).lines(inner) or [BLANK]
        return [line.prefixed(rest if index else first) for index, line in enumerate(lines)]


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
