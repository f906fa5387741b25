"""Helpers for tests that drive widgets with Textual's Pilot: what a person sees, and waiting for it."""

from __future__ import annotations

import asyncio
import html
import re
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar, get_origin

from rich.cells import cell_len
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen

from tests.support import PATIENCE
from tui.actions import bindings
from tui.app import APP_ACTIONS
from tui.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from textual.app import ComposeResult
    from textual.message import Message
    from textual.pilot import Pilot
    from textual.widget import Widget

STYLES = Path(__file__).parents[2] / "styles"
MessageT = TypeVar("MessageT")

_SVG_CELL = 12.2
"""Width of a cell in the units of Rich's SVG export."""
_SVG_TEXT = re.compile(
    r'<text class="[^"]*-r\d+" x="([\d.]+)" .*?clip-path="url\(#.*?-line-(\d+)\)">(.*?)</text>'
)


class MainScreen(Screen[None]):
    """A stand-in with the name that the style sheets are nested under; it holds what a test gives it."""

    AUTO_FOCUS = ""

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self._parts = parts

    def compose(self) -> ComposeResult:
        yield from self._parts


class Host(App[None]):
    """An app around some widgets, in the client's styles."""

    CSS_PATH: ClassVar = sorted(STYLES.glob("*.tcss"))
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [*bindings(APP_ACTIONS)]

    def __init__(self, *parts: Widget, theme: str = "asyntai-dark") -> None:
        super().__init__()
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self._parts = parts
        self._heard: list[Message] = []

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(*self._parts)

    def hear(self, message: Message) -> None:
        """Keep a message: the hook of ``run_test``, which calls it at every widget that it passes."""
        if not any(message is known for known in self._heard):
            self._heard.append(message)

    def heard(self, kind: type[MessageT]) -> list[MessageT]:
        """The messages of a kind that were posted so far, oldest first."""
        plain: type[MessageT] = get_origin(kind) or kind
        return [message for message in self._heard if isinstance(message, plain)]


@asynccontextmanager
async def hosted(
    *parts: Widget, size: tuple[int, int] = (40, 12), theme: str = "asyntai-dark"
) -> AsyncGenerator[tuple[Host, Pilot[None]]]:
    """Run a host app around ``parts`` on a screen of ``size`` cells."""
    app = Host(*parts, theme=theme)
    async with app.run_test(size=size, message_hook=app.hear) as pilot:
        await pilot.pause()
        yield app, pilot


async def until(predicate: Callable[[], bool]) -> None:
    """Wait until ``predicate`` holds."""
    end = monotonic() + PATIENCE
    while not predicate():
        assert monotonic() < end, "what was waited for did not happen"
        await asyncio.sleep(0.01)


def screen_lines(app: App[None]) -> list[str]:
    """The screen as a person sees it: a string a line, without trailing blanks."""
    rows = [[" "] * app.size.width for _ in range(app.size.height)]
    for x, line, text in _SVG_TEXT.findall(app.export_screenshot()):
        column = round(float(x) / _SVG_CELL)
        for character in html.unescape(text).replace("\xa0", " "):
            width = cell_len(character)
            if width == 0:
                rows[int(line)][max(0, column - 1)] += character
            for cell in range(width):
                rows[int(line)][column + cell] = character if cell == 0 else ""
            column += width
    return ["".join(row).rstrip() for row in rows]


def widget_lines(widget: Widget) -> list[str]:
    """What a widget paints: a string a line, without trailing blanks."""
    strips = widget.render_lines(Region(0, 0, *widget.size))
    return [strip.text.rstrip() for strip in strips]
