"""Reports of the terminal about itself, asked for or not, as distinct from keys.

Most are not used, or answer another program that had the terminal before.
"""

from __future__ import annotations

import re

from textual import events
from textual.message import Message

ASK_GROUND = "\x1b]11;?\x07"
"""OSC 11: the terminal answers with its background colour, or not at all."""
FOLLOW, UNFOLLOW = "\x1b[?2031h", "\x1b[?2031l"
"""Mode 2031: the terminal reports each change between dark and light (``CSI ? 997 ; 1|2 n``)."""
ASK_PROTOCOL = "\x1b[?u"
"""A terminal with Kitty's protocol answers with the flags that are on (``CSI ? flags u``)."""

_COLOUR = re.compile(
    r"11;(?:rgba?:(?P<rgb>[\da-fA-F]{1,4}/[\da-fA-F]{1,4}/[\da-fA-F]{1,4})(?:/[\da-fA-F]{1,4})?"
    r"|#(?P<hex>[\da-fA-F]{6}))"
)
_TEXTUALS_OWN = re.compile(
    r"[IO]"  # focus
    r"|<\d{1,4};-?\d{1,6};-?\d{1,6}[Mm]"  # mouse
    r"|\?(?:2026|2048);[0-4]\$y"  # modes
)
_SUB = r"(?::[\d:]*)?"
_SIZE = re.compile(
    rf"48;(?P<lines>[1-9]\d{{0,2}}){_SUB};(?P<columns>[1-9]\d{{0,3}}){_SUB}"
    rf";(?P<height>\d{{1,6}}){_SUB};(?P<width>\d{{1,6}}){_SUB}t"
)
"""Lines and columns, and the size in pixels, as a terminal reports them by mode 2048."""


class Ground(Message):
    """The terminal reports whether its background is light."""

    def __init__(self, *, light: bool) -> None:
        super().__init__()
        self.light = light


class SpeaksKitty(Message):
    """The terminal supports Kitty's keyboard protocol."""


def is_textuals(body: str) -> bool:
    """Whether a control sequence is a report that Textual's parser handles."""
    return _TEXTUALS_OWN.fullmatch(body) is not None


def tells_sizes(body: str) -> bool:
    """Whether the terminal says that it supports mode 2048, size reports, which Textual then asks for."""
    return re.fullmatch(r"\?2048;[1-3]\$y", body) is not None


def size_of(body: str) -> events.Resize | None:
    """Return the size that a control sequence reports, with pixels only if the terminal knows them."""
    if (found := _SIZE.fullmatch(body)) is None:
        return None
    pixels = int(found["width"]), int(found["height"])
    cells = int(found["columns"]), int(found["lines"])
    return events.Resize.from_dimensions(cells, pixels if all(pixels) else None)


def of_csi(body: str) -> Ground | SpeaksKitty | None:
    """Return the report in a control sequence; ``None`` if the client does not use it."""
    if re.fullmatch(r"\?\d{1,3}u", body):
        return SpeaksKitty()
    return {"?997;1n": Ground(light=False), "?997;2n": Ground(light=True)}.get(body)


def of_osc(body: str) -> Ground | None:
    """Return the report in an operating system command; ``None`` if the client does not use it."""
    found = _COLOUR.fullmatch(body)
    if found is None:
        return None
    parts = re.findall("..", found["hex"]) if found["hex"] else found["rgb"].split("/")
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    return Ground(light=0.299 * red + 0.587 * green + 0.114 * blue > 0.5)
