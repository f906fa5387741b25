"""The settings dialog: what it changes holds at once, and is written to the settings file."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.terminal.slow_line import is_slow
from tui.widgets.notice import NoticeLevel
from tui.widgets.transcript.revealing import FRAME, SLOW_FRAME

if TYPE_CHECKING:
    from pathlib import Path

    from tui.controllers.desk import Desk
    from tui.domain.settings import Settings


class Preferences:
    """Shows the settings, applies them, saves them."""

    def __init__(self, desk: Desk, settings: Settings, settings_file: Path) -> None:
        self._desk = desk
        self._settings = settings
        self._file = settings_file

    def apply(self) -> None:
        """Put the settings in force; a theme that is not known gives way to the default, and is told."""
        app, main = self._desk.app, self._desk.main
        main.transcript.reveal = self._settings.reveal == "words"
        main.transcript.frame = SLOW_FRAME if is_slow(self._settings.thrift, os.environ) else FRAME
        if self._settings.theme in app.available_themes:
            app.theme = self._settings.theme
        else:
            from tui.settings.check import did_you_mean

            hint = did_you_mean(self._settings.theme, sorted(app.available_themes))
            main.notice.show(f"No theme is called {self._settings.theme}{hint}", NoticeLevel.WARNING)
            self._settings = replace(self._settings, theme=app.theme)

    def preview(self, theme: str) -> None:
        """Show a theme; nothing is kept."""
        self._desk.app.theme = theme

    def ask(self) -> None:
        """Open the dialog."""
        self._desk.work(self._ask)

    async def _ask(self) -> None:
        from tui.screens.settings import SettingsScreen

        app = self._desk.app
        # A few that are known to read well; the settings file may name any that Textual has.
        themes = [name for name in app.available_themes if name.startswith(("asyntai-", "ansi-"))]
        screen = SettingsScreen(self._settings, themes=themes, path=str(self._file))
        changed = await app.push_screen_wait(screen)
        if changed is not None and changed != self._settings:
            self._settings = changed
            self.apply()
            await self._save(changed)

    async def _save(self, changed: Settings) -> None:
        from tui.settings.save import save

        try:
            await asyncio.to_thread(save, changed, self._file)
        except UserError as error:
            raise UserError(f"The change holds for this run only. {error}") from None
        self._desk.main.notice.show("Saved. Changed time-outs hold from the next start.")
