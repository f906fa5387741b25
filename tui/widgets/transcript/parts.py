"""What can be copied out of a reply: its code blocks and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tui.domain.clean import clean
from tui.widgets.transcript.markdown import LONGEST_PARSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token


def _tokens(source: str) -> Iterator[Token]:
    text = clean(source)  # as it is drawn: what is copied is what was seen
    if len(text) > LONGEST_PARSED:
        return  # it is shown as it was written: there are no parts
    for token in MarkdownIt("gfm-like", {"html": False}).parse(text):
        yield token
        yield from token.children or ()


def code_blocks(source: str) -> list[str]:
    """The code blocks of a reply, in order, without their fences."""
    return [token.content.rstrip("\n") for token in _tokens(source) if token.type in {"fence", "code_block"}]


def links(source: str) -> list[str]:
    """The web and mail addresses that a reply links to, in order, each once."""
    found = (str(token.attrGet("href") or "") for token in _tokens(source) if token.type == "link_open")
    return list(dict.fromkeys(link for link in found if link.startswith(("http://", "https://", "mailto:"))))
