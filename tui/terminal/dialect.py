"""Rewrites output to what the terminal supports: attributes, colours, links and characters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.domain.launch import Colours
from tui.terminal.charset import encoding_of
from tui.terminal.colours import colours_of
from tui.terminal.glyphs import glyphs_for

if TYPE_CHECKING:
    from collections.abc import Mapping

_SGR = re.compile(r"\x1b\[([\d;]*)m")

_LINK = re.compile(r"\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)")
"""OSC 8: the address of the text that follows, until one without an address."""
_WITHOUT_LINKS = ("vt", "linux", "dumb", "ansi", "cons")
"""How ``TERM`` begins where an address might be shown as text. GNU screen drops it; tmux keeps it."""

_ERASES_IN_COLOUR = (
    *("xterm", "tmux", "linux", "rxvt", "alacritty", "foot", "kitty", "wezterm", "ghostty", "contour"),
    *("konsole", "vte", "gnome", "iterm", "mintty", "putty", "st-", "mlterm"),
)
"""How ``TERM`` begins where erased cells get the current background (terminfo: ``bce`` and ``ech``).

GNU screen gives them the default background, whatever it runs in.
"""

BOLD, DIM, ITALIC, UNDERLINE, REVERSE, STRIKE = "1", "2", "3", "4", "7", "9"

_MISSING = (
    ("vt", ((DIM, ""),)),
    (("vt", "linux", "screen"), ((ITALIC, UNDERLINE), (STRIKE, ""))),
)
"""By how ``TERM`` begins: attributes that a terminal lacks or takes for another, and what to send for each.

``screen`` shows italic as standout (its terminfo entry); tmux under that name is treated alike.
"""


class Dialect:
    """Rewrites Textual's output for the terminal that ``environ`` describes."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        term = environ.get("TERM", "").lower()
        self.encoding = encoding_of(environ)
        """The terminal's encoding, as Python names it."""
        multiplexed = term.startswith(("tmux", "screen")) or bool(environ.get("TMUX") or environ.get("STY"))
        self._glyphs = glyphs_for(self.encoding, term, multiplexed=multiplexed)
        self._missing = {
            old: new for names, table in _MISSING if term.startswith(names) for old, new in table
        }
        self._has_links = not term.startswith(_WITHOUT_LINKS) and (
            not term.startswith("screen") or "TMUX" in environ
        )
        self.erases_in_colour = term.startswith(_ERASES_IN_COLOUR) and not environ.get("STY")
        """Whether erased cells (ECH) look like written spaces."""
        self._colours = colours_of(environ) is not Colours.NONE

    def say(self, data: str) -> str:
        """Rewrite a frame, or a part of one that does not cut a sequence."""
        if self._missing or not self._colours:
            data = _SGR.sub(self._attributes, data)
        if not self._has_links:
            data = _LINK.sub("", data)
        return self._glyphs(data)

    def _attributes(self, found: re.Match[str]) -> str:
        return _reduced(found.group(1), tuple(self._missing.items()), colours=self._colours)


@lru_cache(maxsize=4096)
def _reduced(parameters: str, missing: tuple[tuple[str, str], ...], *, colours: bool) -> str:
    """Return an SGR sequence without what the terminal lacks; empty if nothing is left."""
    if parameters in {"", "0"}:
        return f"\x1b[{parameters}m"
    kept: list[str] = []
    numbers = iter(parameters.split(";"))
    for number in numbers:
        whole = number
        if number in {"38", "48"}:
            kind = next(numbers, "5")
            whole = ";".join([number, kind, *(next(numbers, "0") for _ in range(3 if kind == "2" else 1))])
        is_colour = number.isdigit() and (30 <= int(number) <= 49 or 90 <= int(number) <= 107)
        if colours or not is_colour:
            kept.append(dict(missing).get(whole, whole))
    return f"\x1b[{';'.join(filter(None, kept))}m" if any(kept) else ""
