"""An app that shows one screen of the client, in all of the client's styles, and keeps what it gives."""

from __future__ import annotations

import html
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App

from tests.ui.harness import STYLES, screen_lines
from tui.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.message import Message
    from textual.pilot import Pilot
    from textual.screen import Screen

SIZES = ((120, 36), (80, 24), (40, 12))

HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "list[int]",
    "\x1b]0;owned\x07title",
    "\x1b[2J\x1b[31mred",
    "\x9b31mC1",
    "日本語のとても長い題名です" * 4,
    "مرحبا كيف حالك",
    "\u202egnp.exe",
    "👩‍👩‍👧‍👦 family",
    "a\r\nb\rc\nd\te",
    "x" * 500,
)
"""What names, titles, texts and errors may hold."""


class DialogHost(App[None]):
    CSS_PATH: ClassVar = sorted(STYLES.glob("*.tcss"))

    def __init__(self, dialog: Screen[Any], theme: str = "asyntai-dark") -> None:
        super().__init__()
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self.dialog = dialog
        self.results: list[Any] = []
        self.heard: list[Message] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.results.append)

    def hear(self, message: Message) -> None:
        if not any(message is known for known in self.heard):
            self.heard.append(message)

    def text(self) -> str:
        """The whole screen as a person sees it."""
        return "\n".join(screen_lines(self))

    def words(self) -> str:
        """All words on the screen in reading order, without frames: for sentences that wrap."""
        return " ".join(re.sub("[│╭╮╰╯─▌▁▂▃▄▅▆▇█░]", " ", self.text()).split())


def keys(text: str) -> list[str]:
    """The keys that type ``text``."""
    names = {
        " ": "space",
        ".": "full_stop",
        "_": "underscore",
        "-": "minus",
        "[": "left_square_bracket",
        "/": "slash",
    }
    return [names.get(character, character) for character in text]


@asynccontextmanager
async def shown(
    dialog: Screen[Any], size: tuple[int, int] = (80, 24), theme: str = "asyntai-dark"
) -> AsyncGenerator[tuple[DialogHost, Pilot[None]]]:
    """Show ``dialog`` on a screen of ``size`` cells."""
    app = DialogHost(dialog, theme)
    async with app.run_test(size=size, message_hook=app.hear) as pilot:
        await pilot.pause()
        yield app, pilot


async def read_all(app: DialogHost, pilot: Pilot[None]) -> str:
    """The words of a scrolling screen from its start to its end, by the keys of a pager."""
    pages = [app.words()]
    for _ in range(60):
        await pilot.press("pagedown")
        pages.append(app.words())
        if pages[-1] == pages[-2]:
            break
    return " ".join(pages)


def harmless(app: DialogHost) -> bool:
    """Whether the app is alive, and nothing on its screen steers a terminal."""
    painted = html.unescape("".join(re.findall(r">([^<]*)</text>", app.export_screenshot())))
    return app.is_running and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", painted)
