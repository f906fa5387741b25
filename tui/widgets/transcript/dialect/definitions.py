"""Link definitions: those that are used give links their address; all others are shown as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import rules_block as library
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|mailto:|tel:|/|\.\.?/|www\.|[^\s/]+\.[a-z]{2,}(?:/|$)", re.IGNORECASE
)
"""What a definition's target looks like: ``[Order]: 12345`` is a line of a form."""


def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a definition, as a paragraph that ``resolve`` fills or drops.

    Footnotes (``[^1]:``) and targets that are not addresses define nothing: their lines are always shown.
    """
    if not library.reference(state, start, end, silent):
        return False
    if silent:
        return True
    found = state.tokens.pop()
    name = str(found.meta["id"])
    first = state.env["references"][name]["map"] == found.map
    if name.startswith("^") or not _ADDRESS.match(str(found.meta["url"])):
        _forget(state, name, first=first)
        first = False
    text = state.getLines(start, state.line, state.blkIndent, False).strip()
    _paragraph(state, start).meta["definitions"].append((name if first else "", text))
    return True


def _forget(state: StateBlock, name: str, *, first: bool) -> None:
    if first:
        del state.env["references"][name]
    else:
        state.env["duplicate_refs"].pop()


def _paragraph(state: StateBlock, start: int) -> Token:
    """Return the inline token of the definitions that end just above ``start``, or of a new paragraph."""
    if len(state.tokens) > 1:
        above = state.tokens[-2]
        same = state.tokens[-1].level == state.level and above.map and above.map[1] == start
        if same and "definitions" in above.meta:
            above.map = state.tokens[-3].map = [start, state.line]
            return above
    state.push("paragraph_open", "p", 1).map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.children = []
    inline.map = [start, state.line]
    inline.meta["definitions"] = []
    state.push("paragraph_close", "p", -1)
    return inline


def resolve(state: StateCore) -> None:
    """Drop the definitions that are used, and turn the others into text."""
    if "references" not in state.env:
        return
    used: set[str] = set()
    for token in state.tokens:
        _mark_used(token.children or (), used)
    kept: list[Token] = []
    for token in state.tokens:
        kept.append(token)
        if "definitions" in token.meta:
            token.children = list(_shown(state, token, used))
        elif token.type == "paragraph_close" and "definitions" in kept[-2].meta and not kept[-2].children:
            del kept[-3:]
    state.tokens = kept


def _mark_used(children: Sequence[Token], used: set[str]) -> None:
    for child in children:
        label = child.meta.get("label")
        if label in used:
            child.meta["again"] = True
        elif label:
            used.add(label)
        _mark_used(child.children or (), used)


def _shown(state: StateCore, token: Token, used: set[str]) -> Iterator[Token]:
    """Yield the inline tokens of a paragraph's unused definitions, each on a line."""
    known: dict[str, object] = state.env["references"]
    env = {"references": {name: known[name] for name in used if name in known}}
    between = False
    for name, text in token.meta["definitions"]:
        if name in used:
            continue
        if between:
            yield Token("softbreak", "br", 0)
        between = True
        label, colon, rest = text.partition("]:")
        yield _plain(label + colon)
        yield from state.md.inline.parse(rest, state.md, env, [])


def _plain(text: str) -> Token:
    token = Token("text", "", 0)
    token.content = text
    return token
