"""The screen as an SVG that is the same wherever it is made, and looks right wherever it is seen."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.themes import THEMES

if TYPE_CHECKING:
    from tui.app import ClientApp

_CELL = 12.2
"""Width of a cell in the units of Rich's export."""
_FONTS = '"Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace'

_WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_FAMILY = "font-family: Fira Code, monospace;"
_TEXT = re.compile(
    r'(<text class="[^"]*-r\d+" x=")([\d.]+)(" y="[\d.]+" textLength=")[\d.]+("[^>]*>)([^<]*)<'
)
_NO_WIDTH = re.compile(r'<rect [^>]*width="0" [^>]*/>')
_FRAME = re.compile(r'<rect fill="[^"]*" stroke="[^"]*"')
_TITLE = re.compile(r'(<text class="[^"]*-title" fill=")[^"]*"')


def picture(app: ClientApp) -> str:
    """Draw the screen of the running client, in a window of its theme's colours."""
    svg = app.export_screenshot(simplify=True)
    theme = next(theme for theme in THEMES if theme.name == app.theme)
    # A picture is to need nothing from the network.
    svg = _WEB_FONT.sub("", svg).replace(_FAMILY, f"font-family: {_FONTS};")
    svg = _NO_WIDTH.sub("", svg)
    svg = _FRAME.sub(f'<rect fill="{theme.panel}" stroke="{theme.variables["border"]}"', svg)
    svg = _TITLE.sub(rf'\g<1>{theme.variables["text-muted"]}"', svg)
    return _TEXT.sub(_in_cells, svg)


def words(svg: str) -> str:
    """What can be read in a picture: a piece of one style a line, from the top."""
    return "\n".join(_plain(found[-1]) for found in _TEXT.findall(svg))


def _in_cells(found: re.Match[str]) -> str:
    """Put a text where its cells are.

    Rich counts characters, which squeezes wide ones, and some viewers drop spaces at the start.
    """
    start, x, middle, end, escaped = found.groups()
    text = _plain(escaped)
    at = float(x) + (len(text) - len(text.lstrip(" "))) * _CELL
    kept = text.strip(" ")
    inner = html.escape(kept).replace(" ", "\xa0")
    return f"{start}{at:.1f}{middle}{cell_len(kept) * _CELL:.1f}{end}{inner}<"


def _plain(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ")
