"""Parser of replies: CommonMark with tables, strikethrough and addresses, read as people mean it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_core import block as library_block

from tui.domain.clean import clean
from tui.widgets.transcript.dialect import blocks, definitions, emphasis, tables, tags
from tui.widgets.transcript.dialect.addresses import Addresses, address

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

LONGEST_PARSED = 20_000
"""Characters of Markdown that are parsed at most; what is longer is shown as it was written.

For some texts the time grows with the square of the length: to a second for this one.
"""

_PARAGRAPH = ["paragraph", "reference"]
_CONTAINERS = ["paragraph", "reference", "blockquote"]
_ALL = [*_CONTAINERS, "list"]


class _Parser(MarkdownIt):
    """Keeps addresses as they were written: what is seen is what is copied."""

    def normalizeLink(self, url: str) -> str:
        return clean(url).replace("\n", "").replace("\t", "").replace(" ", "%20")

    def normalizeLinkText(self, link: str) -> str:
        return link


def _read_blocks(state: StateCore) -> None:
    """Parse the blocks of a reply, nested as deep as their rules allow; inline, the library's limit stays.

    Beyond its limit the library drops blocks, and takes inline marks as text.
    """
    options = state.md.options
    usual = options["maxNesting"]
    options["maxNesting"] = blocks.DEEPEST + 10
    try:
        library_block(state)
    finally:
        options["maxNesting"] = usual


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    options = {
        "html": False,
        "inline_definitions": True,
        "store_labels": True,
    }
    parser = _Parser("gfm-like", options)
    parser.linkify = Addresses()
    block = parser.block.ruler
    block.at("table", tables.table, {"alt": _PARAGRAPH})
    block.at("fence", blocks.fence, {"alt": _ALL})
    block.at("blockquote", blocks.blockquote, {"alt": _ALL})
    block.at("list", blocks.list_block, {"alt": _CONTAINERS})
    block.at("reference", definitions.reference, {"alt": []})
    inline = parser.inline.ruler
    inline.at("emphasis", emphasis.emphasis)
    inline.at("strikethrough", emphasis.strikethrough)
    inline.at("linkify", address)
    inline.before("autolink", "tag", tags.tag)
    parser.core.ruler.at("block", _read_blocks)
    parser.core.ruler.after("inline", "definitions", definitions.resolve)
    parser.core.ruler.after("definitions", "tags", tags.match)
    return parser


def parse(source: str) -> list[Token] | None:
    """Parse a reply, cleaned here; ``None`` if it is too long and is to be shown as it was written."""
    text = clean(source)
    return _parser().parse(text) if len(text) <= LONGEST_PARSED else None
