"""Copying text to the clipboard and to the copy file, with a notice of the result."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from tui.domain.clean import clean
from tui.domain.copied import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.controllers.desk import Desk
    from tui.domain.copied import Copied


class Copying:
    """Copies texts one at a time, in order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()

    def copy(self, what: str, text: str, marks: int = 0) -> None:
        """Copy ``text``, cleaned so that pasting it cannot steer another terminal.

        ``what`` names the text in the notice; ``marks`` counts the characters that were left out before.
        An empty text leaves the clipboard as it is: Ctrl+X in a field without a selection must not empty it.
        """
        if cleaned := clean(text):
            self._desk.app.hold(cleaned)
            self._desk.work(self._copy, what, cleaned, marks)

    async def _copy(self, what: str, text: str, marks: int) -> None:
        app = self._desk.app
        async with self._turn:
            done = await asyncio.to_thread(_copy_to_clipboard, text, app.tell_terminal)
        self._desk.main.notice.show(told(what, done, marks))


def _copy_to_clipboard(text: str, send: Callable[[str], None]) -> Copied:
    """Copy in a thread, as it waits for programs; the import waits for the first copy."""
    from tui.terminal.clipboard import copy

    return copy(text, os.environ, send)
