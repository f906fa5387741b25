"""Copying: to the clipboard by the way there is, into the file, and what is said of it."""

from __future__ import annotations

import asyncio
import importlib
import os
from typing import TYPE_CHECKING

from tui.domain.clean import clean
from tui.domain.copied import told

if TYPE_CHECKING:
    from tui.controllers.desk import Desk


class Copying:
    """Takes every text that is copied, one after the other."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()

    def copy(self, what: str, text: str, marks: int = 0) -> None:
        """Copy ``text``, cleaned: whoever pastes it must not be steered.

        ``what`` names it; ``marks`` are the characters that were left out of it before. Nothing leaves what
        is there as it is: a field's cut without a selection must not empty it.
        """
        if cleaned := clean(text):
            self._desk.app.hold(cleaned)
            self._desk.work(self._copy, what, cleaned, marks)

    async def _copy(self, what: str, text: str, marks: int) -> None:
        clipboard = await asyncio.to_thread(importlib.import_module, "tui.terminal.clipboard")
        app = self._desk.app
        async with self._turn:
            done = await asyncio.to_thread(clipboard.copy, text, os.environ, app.tell_terminal)
        self._desk.main.notice.show(told(what, done, marks))
