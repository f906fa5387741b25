"""What can be copied out of a reply: its code blocks and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.transcript.dialect.parser import parse
from tui.widgets.transcript.markdown import markdown_lines

_ANY_WIDTH = 10_000
"""Cells: wide enough to wrap no paragraph and no table."""

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _tokens(source: str) -> Iterator[Token]:
    # A reply that is too long to be parsed has no parts.
    return _all(parse(source) or ())


def code_blocks(source: str) -> list[str]:
    """Return the code blocks of a reply, in order, without their fences."""
    return [token.content.rstrip("\n") for token in _tokens(source) if token.type in {"fence", "code_block"}]


def plain_text(source: str) -> str:
    """Return the text of a reply as it is shown, without bars, labels and wrapping."""
    pieces: list[str] = []
    for line in markdown_lines(source, _ANY_WIDTH):
        if not line.is_label:
            pieces += ["\n" if line.glue is None else line.glue, line.source(line.margin, None).rstrip()]
    return "".join(pieces[1:])


def links(source: str) -> list[str]:
    """Return the web and mail addresses of a reply's links and images, in order, each once."""
    found = (str(token.attrGet(_ADDRESS.get(token.type, "")) or "") for token in _tokens(source))
    schemes = ("http://", "https://", "mailto:")
    return list(dict.fromkeys(link for link in found if link.lower().startswith(schemes)))


_ADDRESS = {"link_open": "href", "image": "src"}
"""The attribute that holds a token's address."""
