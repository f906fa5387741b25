"""Rules for addresses in running text: where one begins and ends, and what only looks like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from linkify_it import LinkifyIt
from markdown_it.rules_inline import linkify as library_address

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_SEPARATORS = "[><\uff5c]"
"""The characters that end an address in the library's patterns."""

_SIGNS = "，。、；：？！（）「」『』【】〖〗《》〈〉〔〕［］｛｝～〜…—“”‘’‚„«»‹›｡｢｣､،؛؟।॥"
"""Punctuation of other scripts, which is not part of an address."""

_SCRIPTS = "\u1100-\u11ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""Scripts without spaces between words: behind a Latin letter or a digit they end an address."""

_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
"""Arrows and emoji."""

_ENDS = rf"(?:[><\uff5c{_SIGNS}{_PICTURES}]|(?<=[A-Za-z0-9])[{_SCRIPTS}])"

_MAIL = r"""(^|(?<!\w)'|[^A-Za-z0-9_.+%&/@'-])([A-Za-z0-9_][A-Za-z0-9_.+%-]{0,63}"""
"""What a mail address begins with, and what may stand before: a word of a script without spaces, a label
such as ``E-Mail:``, a bracket. The library takes such characters for a part of the name."""

_MARKED = re.compile(r"(__?|~~)[a-z]+$", re.IGNORECASE)
"""Marks before an address, up to its ``://``."""


def address(state: StateInline, silent: bool) -> bool:
    """Parse an address with a scheme; Markdown's marks around it are not part of it."""
    marked = _MARKED.search(state.src[max(0, state.pos - 20) : state.pos])
    if not library_address(state, silent):
        return False
    mark = marked[1] if marked else ""
    if mark and state.src.endswith(mark, 0, state.pos):
        state.pos -= len(mark)
        if not silent:
            opening, shown, _ = state.tokens[-3:]
            shown.content = shown.content.removesuffix(mark)
            opening.attrSet("href", state.md.normalizeLink(shown.content))
    return True


class Addresses(LinkifyIt):
    """Finds addresses with a scheme or ``www.``, and those of mail.

    A name with a dot is more often a file (``setup.py``, ``README.md``) or a missing space than an address.
    """

    def __init__(self) -> None:
        self._www: re.Pattern[str] | None = None
        schemas: dict[str, Any] = {
            "//": None,
            "www.": {"validate": self._validate_www, "normalize": self._normalize_www},
        }
        super().__init__(  # pyright: ignore[reportUnknownMemberType]: the library is untyped
            schemas, {"fuzzy_link": False}
        )

    def _on_compile(self) -> None:
        for name, pattern in self.re.items():
            self.re[name] = pattern.replace(_SEPARATORS, _ENDS)
        mail = self.re["tpl_email_fuzzy"]
        self.re["tpl_email_fuzzy"] = _MAIL + mail[mail.index("@", mail.index("{0,63}")) :]

    def _create_match(self, text: str, schema: str, index: int, last_index: int) -> Any:
        """Make a match without the punctuation at its end, which the library keeps before quotes."""
        found = text[index:last_index]
        last = index + len(found.rstrip("!?.,;:"))
        return super()._create_match(text, schema, index, last)  # pyright: ignore[reportUnknownMemberType]

    def _validate_www(self, text: str, pos: int) -> int:
        """Return the length of host and path after ``www.``, which ends at ``pos``; 0 if there is none."""
        if text[max(0, pos - 5) : pos].startswith((".", "-", "_", "/", "@", ":")):
            return 0
        if self._www is None:
            rest = self.re["src_host_port_strict"] + self.re["src_path"]
            self._www = re.compile(rest, re.IGNORECASE)
        found = self._www.match(text, pos)
        # "www.shop" alone is not a host.
        return len(found.group()) if found and "." in found.group().rstrip(".") else 0

    def _normalize_www(self, match: Any) -> None:
        match.url = f"http://{match.url}"
