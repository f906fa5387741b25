"""Inline Markdown as styled runs: emphasis, code, links, images and simple HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import clean
from tui.widgets.transcript.lines import Look, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_LOOKS = {
    "strong_open": Look.STRONG,
    "em_open": Look.EMPHASIS,
    "s_open": Look.STRIKE,
    "link_open": Look.LINK,
    "underline_open": Look.PLAIN,
}


def inline_runs(token: Token, base: Look = Look.PLAIN) -> list[Run]:
    """Return the styled runs of an inline token; links and images show their text and their address."""
    writer = _Writer(base)
    writer.write(token.children or ())
    return writer.runs


class _Writer:
    """Writes the runs of one inline token. Line breaks of HTML are held back until text follows."""

    def __init__(self, base: Look) -> None:
        self.runs: list[Run] = []
        self._looks = [base]
        self._links: list[tuple[Token, int]] = []
        self._breaks = 0
        self._starts = False
        """Whether the next text starts a line that HTML began."""

    def write(self, children: Sequence[Token]) -> None:
        for child in children:
            kind = child.type
            if kind == "text":
                self._add(_decoded(child.content))
            elif kind in _LOOKS:
                self._looks.append(self._looks[-1] | _LOOKS[kind])
                if kind == "link_open":
                    self._links.append((child, len(self.runs)))
            elif child.nesting == -1:
                if kind == "link_close":
                    self._add_address(*self._links.pop())
                self._looks.pop()
            else:
                self._write_other(child)

    def _write_other(self, child: Token) -> None:
        match child.type:
            case "softbreak" | "hardbreak":
                if not self._starts:
                    self.runs.append(("\n", self._looks[-1]))
            case "code_inline":
                self._add(child.content, Look.CODE)
            case "image":
                self._write_image(child)
            case "block_tag":
                self._break(child)
            case _:
                self._add(_decoded(child.content))

    def _add(self, text: str, look: Look = Look.PLAIN) -> None:
        if self._starts:
            text = text.lstrip()
        if text:
            self._go_on()
            first, *others = text.split("\t")
            look |= self._looks[-1]
            self.runs.append((first, look))
            for piece in others:
                self.runs += [(" ", look | Look.TAB), (piece, look)]

    def _go_on(self) -> None:
        if self._breaks and self.runs:
            self.runs.append(("\n" * self._breaks, Look.PLAIN))
        self._breaks, self._starts = 0, False

    def _break(self, tag: Token) -> None:
        """Begin a line for a tag: after a blank one for a paragraph or a list, with the mark for an item."""
        while self.runs and not self.runs[-1][0].strip():
            self.runs.pop()
        if tag.tag == "li":
            self._breaks = max(self._breaks, 1)
            if not tag.markup:
                self._go_on()
                self.runs.append((str(tag.meta["mark"]), Look.MUTED))
                self._breaks = 0
        elif not (self._starts and self._breaks == 0):
            self._breaks = max(self._breaks, 1 if tag.meta["nested"] else 2)
        self._starts = True

    def _write_image(self, token: Token) -> None:
        self._looks.append(self._looks[-1] | Look.MUTED)
        self._add("[image: ")
        if token.children:
            self.write(token.children)
        else:
            self._add("no description")
        self._add("]")
        self._add(_behind(token, "src", ""))
        self._looks.pop()

    def _add_address(self, opening: Token, first: int) -> None:
        shown = "".join(text for text, _ in self.runs[first:])
        if behind := _behind(opening, "href", shown.strip()):
            self._go_on()
            self.runs.append((behind, Look.MUTED))


def _decoded(text: str) -> str:
    """Clean what the parser decoded: ``&#x202e;`` has become a control character."""
    return clean(text).replace("\n", " ")


def _behind(token: Token, attribute: str, shown: str) -> str:
    """Return what follows a link's text: address, unless it is the text or was shown, and title."""
    if "again" in token.meta:
        return ""
    address = str(token.attrGet(attribute) or "")
    bare = address.removeprefix("mailto:")
    known = {address, bare, address.removeprefix("http://")} if token.info == "auto" else {address, bare}
    title = _decoded(str(token.attrGet("title") or "")).replace("\t", " ")
    parts = ["" if shown in known else address, f'"{title}"' if title else ""]
    words = " ".join(filter(None, parts))
    return f" ({words})" if words else ""
