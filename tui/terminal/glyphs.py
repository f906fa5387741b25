"""Replaces characters that the terminal does not have by others of the same width."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

from tui.terminal.charset import UTF_8

if TYPE_CHECKING:
    from collections.abc import Callable

_TO_ASCII = {
    mark: plain
    for marks, plain in (
        ("─━╌╍┄┅═–—−‐‑·▪", "-"),
        ("│┃║▏▎▌▐", "|"),
        ("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬╋", "+"),
        ("█▓▀▄▁▂▃▄▅▆▇■", "#"),
        ("▒", ":"),
        ("░", "."),
        ("…", "~"),
        ("›→▸►↳", ">"),
        ("‹←◂◄", "<"),
        ("▾▼↓", "v"),
        ("▴▲↑", "^"),
        ("•●", "*"),
        ("◦○", "o"),
        ("×✗✕", "x"),
        ("✓✔", "+"),
        ("“”„«»", '"'),
        ("‘’‚", "'"),
        ("\u00a0\u202f\u2009", " "),
    )
    for mark in marks
}
"""ASCII replacements of characters that an encoding does not have."""

_CONSOLE = str.maketrans("╭╮╰╯▏┃◦▪▾›↳…×“”‘’", "┌┐└┘││o■▼>>~x\"\"''")
"""Replacements of what the Linux console's fonts lack, which have the IBM PC's characters."""

_FOREIGN = re.compile(r"[ -~]?[^\x00-\x7f]+")
_CUT = re.compile(r"…((?:\x1b\[[\d;]*m)*)(?=  )(?: {2})")
"""An ellipsis with two spaces behind it: there is room for three dots."""


_JOINED = re.compile("[\u200d\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""Code points that join several into one emoji: terminals differ on the cells that it takes."""
_EMOJI = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_FLAG_LETTERS = {0x1F1E6 + letter: chr(ord("A") + letter) for letter in range(26)}


def glyphs_for(encoding: str, term: str, *, multiplexed: bool = False) -> Callable[[str], str]:
    """Return the function that replaces what the terminal cannot show in a frame."""
    if encoding != UTF_8:
        return partial(_in_encoding, encoding)
    if multiplexed:
        return _unjoined
    return _on_console if term.startswith("linux") else str


def _unjoined(data: str) -> str:
    """Simplify joined emoji for tmux and screen, which do not know how wide the outer terminal draws them.

    Where it draws a family as three people, the rest of the line would be shifted.
    """
    return _FOREIGN.sub(_unjoin, data) if _JOINED.search(data) else data


def _unjoin(found: re.Match[str]) -> str:
    from wcwidth import iter_graphemes

    return "".join(_first_of(each) if _JOINED.search(each) else each for each in iter_graphemes(found[0]))


@lru_cache(maxsize=4096)
def _first_of(grapheme: str) -> str:
    """Return the first of the joined emoji, or a flag's letters, in as many cells as before."""
    if "\u200d" in grapheme and not _EMOJI.match(grapheme):
        return grapheme  # the joiner shapes letters here
    letters = grapheme.translate(_FLAG_LETTERS)
    shown = letters if letters.isascii() else letters[0]
    return shown + " " * (cell_len(grapheme) - cell_len(shown))


def _on_console(data: str) -> str:
    return data if data.isascii() else _CUT.sub(r".\1..", data).translate(_CONSOLE)


def _in_encoding(encoding: str, data: str) -> str:
    if data.isascii():
        return data
    return _FOREIGN.sub(partial(_stretch, encoding), _CUT.sub(r".\1..", data))


def _stretch(encoding: str, found: re.Match[str]) -> str:
    text = found.group()
    spans = split_graphemes(text)[0]
    return "".join(_grapheme(encoding, text[start:end]) for start, end, _ in spans)


@lru_cache(maxsize=4096)
def _grapheme(encoding: str, grapheme: str) -> str:
    """Return a grapheme, or its replacement in an encoding; at worst a question mark for each cell."""
    cells = cell_len(grapheme)
    whole = unicodedata.normalize("NFC", grapheme)
    if _has(encoding, whole, cells):
        return whole
    if whole in _TO_ASCII:
        return _TO_ASCII[whole]
    base, *marks = unicodedata.normalize("NFD", grapheme)
    accented = base.isascii() and all(map(unicodedata.combining, marks))
    return base if accented and cells == 1 else "?" * cells


def _has(encoding: str, text: str, cells: int) -> bool:
    """Whether an encoding has a text, in as many bytes as it has cells.

    The legacy encodings of East Asia have frames too: two bytes each, and two cells on their terminals.
    """
    try:
        return len(text.encode(encoding)) == cells
    except UnicodeEncodeError:
        return False
