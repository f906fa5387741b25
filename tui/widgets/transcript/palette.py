"""Maps the look of a run to a style in the colours of the current theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.widgets.transcript.lines import Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.widgets.transcript.lines import Line

COMPONENTS: dict[Look, str] = {
    Look.CODE: "transcript--code",
    Look.KEYWORD: "transcript--keyword",
    Look.STRING: "transcript--string",
    Look.COMMENT: "transcript--comment",
    Look.NUMBER: "transcript--number",
    Look.FUNCTION: "transcript--function",
    Look.HEADING: "transcript--heading",
    Look.LINK: "transcript--link",
    Look.MUTED: "transcript--muted",
    Look.RULE: "transcript--rule",
    Look.USER: "transcript--user",
    Look.BOT: "transcript--bot",
    Look.TROUBLE: "transcript--trouble",
    Look.DOUBT: "transcript--doubt",
}
"""The component class that colours each look, the weaker first: a later one wins."""

_ATTRIBUTES = {
    Look.STRONG: Style(bold=True),
    Look.EMPHASIS: Style(italic=True),
    Look.STRIKE: Style(strike=True),
}


class Palette:
    """The styles of looks, made when first used; a changed theme gets a new palette."""

    def __init__(self, base: Style, component: Callable[[str], Style]) -> None:
        self.base = base
        self._component = component
        self._styles: dict[Look, Style] = {}

    def style(self, look: Look) -> Style:
        """Return the style of a look on the transcript's background."""
        style = self._styles.get(look)
        if style is None:
            style = self.base
            for flag, name in COMPONENTS.items():
                if flag in look:
                    style += self._component(name)
            for flag, attribute in _ATTRIBUTES.items():
                if flag in look:
                    style += attribute
            self._styles[look] = style
        return style

    def part(self, component: str) -> Style:
        """Return the style of a component class on the transcript's background."""
        return self.base + self._component(component)

    def strip(self, line: Line) -> Strip:
        """Draw a line, as long as its text."""
        return Strip([Segment(text, self.style(look)) for text, look in line.runs], line.cells)
