"""Rules for the simple HTML of human agents' replies; every other tag is text, as it was written."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tui.domain.clean import clean

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_ATTRIBUTE = r"""\s+[a-zA-Z_:][\w:.-]*+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]++))?"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>p|br|b|strong|i|em|u|ul|ol|li|a)(?P<attributes>(?:{_ATTRIBUTE})*+)\s*/?>",
    re.IGNORECASE,
)
_VALUE = r"""(?<![\w-]){}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"""

_STYLES = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "underline", "a": "link"}
_LISTS = {"ul", "ol"}
_ENDED_BY = {"li": _LISTS, "p": {"li", *_LISTS}}
"""Tags whose end may be left out, and the tags whose end closes them too."""


def tag(state: StateInline, silent: bool) -> bool:
    """Parse one tag; ``match`` decides whether it is a mark or text."""
    if state.src[state.pos] != "<":
        return False
    found = _TAG.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("tag", found["name"].lower(), 0)
        token.content = found.group()
        token.markup = found["close"]
        token.info = found["attributes"]
    state.pos = found.end()
    return True


def match(state: StateCore) -> None:
    """Pair the tags of a reply: those that have a partner are marks, the others are text."""
    blocks: list[Token] = []
    tags: list[Token] = []
    for token in state.tokens:
        styles: list[Token] = []
        children = token.children or []
        for at, child in enumerate(children):
            if child.type != "tag":
                continue
            tags.append(child)
            if child.tag == "br":
                child.type = "hardbreak"
                if children[at + 1 :] and children[at + 1].type in {"softbreak", "hardbreak"}:
                    children[at + 1].type = "text"  # the source goes on in a new line: one break, not two
            elif child.markup:
                _close(child, styles if child.tag in _STYLES else blocks)
            elif child.tag in _STYLES:
                styles.append(child)
            else:
                _number(child, blocks)
                blocks.append(child)
    for one in tags:
        if one.type == "tag":
            one.type = "text"


def _close(end: Token, open_tags: list[Token]) -> None:
    names = [one.tag for one in open_tags]
    if end.tag not in names:
        return
    at = len(names) - 1 - names[::-1].index(end.tag)
    inner = open_tags[at + 1 :]
    begin = open_tags[at]
    del open_tags[at:]
    for one in inner:
        if end.tag in _ENDED_BY.get(one.tag, ()):
            one.type = "block_tag"
    if end.tag not in _STYLES:
        end.meta = begin.meta
        begin.type = end.type = "block_tag"
    elif end.tag != "a" or _take_address(begin):
        begin.type, begin.nesting = f"{_STYLES[end.tag]}_open", 1
        end.type, end.nesting = f"{_STYLES[end.tag]}_close", -1


def _value(one: Token, attribute: str) -> str:
    found = re.search(_VALUE.format(attribute), one.info, re.IGNORECASE)
    return clean(unescape(next(filter(None, found.groups()), ""))).strip() if found else ""


def _take_address(one: Token) -> bool:
    address = _value(one, "href")
    if not re.match(r"https?://|mailto:", address, re.IGNORECASE):
        return False
    one.attrSet("href", address)
    one.attrSet("title", _value(one, "title"))
    return True


def _number(one: Token, blocks: list[Token]) -> None:
    """Give a list its first number and its depth, and an item its mark and its depth."""
    above = blocks[-1] if blocks else None
    outer: Token | None = above if above is None or above.tag in _LISTS else above.meta["list"]
    depth = outer.meta["depth"] + 1 if outer else 0
    one.meta |= {"list": outer, "depth": depth, "nested": depth > 0}
    if one.tag == "ol":
        start = _value(one, "start")
        one.meta["next"] = int(start) if re.fullmatch("[0-9]{1,9}", start) else 1
    if one.tag == "li":
        indent = "  " * (depth - 1)
        one.meta["mark"] = f"{indent}• "
        if outer and outer.tag == "ol":
            one.meta["mark"] = f"{indent}{outer.meta['next']}. "
            outer.meta["next"] += 1
