"""The settings dialog: changes apply at once, and are written to the settings file."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.api_key import shown
from tui.domain.faults import UserError
from tui.domain.launch import Colours
from tui.terminal.slow_line import is_slow
from tui.themes import AUTO, THEMES, theme_for
from tui.widgets.notice import NoticeLevel
from tui.widgets.transcript.revealing import FRAME, SLOW_FRAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.controllers.attention import Attention
    from tui.controllers.desk import Desk
    from tui.domain.launch import Launch
    from tui.domain.settings import Settings


MOUSE_ON = "The mouse is on: click, wheel and selecting work in the client."
MOUSE_OFF = "The mouse is off: the terminal selects text itself. F8 switches it on again."


class Preferences:
    """Shows, applies and saves the settings."""

    def __init__(self, desk: Desk, launch: Launch, attention: Attention) -> None:
        self._desk = desk
        self._settings = launch.settings
        self._file = launch.settings_file
        self._is_demo = launch.demo
        self._attention = attention
        self._colours = launch.colours
        self._light = launch.light
        self._seen = launch.settings.theme
        """The theme setting that is on screen; a preview while the dialog is open."""
        self.follow_ground: Callable[[], None] = lambda: None
        """Ask for the terminal's background, now and on changes; ``take_ground`` gets the answers."""

    def apply(self) -> None:
        """Apply the settings; an unknown theme is replaced by the default, with a notice."""
        app, main = self._desk.app, self._desk.main
        self._attention.kind = self._settings.attention
        main.transcript.reveal = self._settings.reveal == "words"
        main.transcript.frame = SLOW_FRAME if is_slow(self._settings.thrift, os.environ) else FRAME
        known = (AUTO, *sorted(app.available_themes))
        if self._settings.theme not in known:
            from tui.settings.check import did_you_mean

            hint = did_you_mean(self._settings.theme, known)
            main.notice.show(
                f"No theme is called {shown(self._settings.theme, known)}{hint}", NoticeLevel.WARNING
            )
            self._settings = replace(self._settings, theme=AUTO)
        self.preview(self._settings.theme)
        if self._settings.theme == AUTO and self._colours in {Colours.ALL, Colours.MANY}:
            self.follow_ground()

    def preview(self, theme: str) -> None:
        """Show the theme of a setting without saving it."""
        self._seen = theme
        self._desk.app.theme = theme_for(theme, self._colours, light=self._light)

    def take_ground(self, *, light: bool) -> None:
        """Record whether the terminal's background is light, and update a theme that follows it."""
        self._light = light
        self.preview(self._seen)
        self._desk.work(self._remember)

    async def _remember(self) -> None:
        from tui.settings.ground import remember

        await asyncio.to_thread(remember, os.environ, light=self._light)

    def toggle_mouse(self) -> None:
        """Switch mouse reports off, so that the terminal selects text itself, or on again; for this run."""
        app = self._desk.app
        app.reports_mouse = not app.reports_mouse
        self._desk.main.notice.show(MOUSE_ON if app.reports_mouse else MOUSE_OFF)

    def ask(self) -> None:
        """Open the settings dialog."""
        self._desk.step(self._ask)

    async def _ask(self) -> None:
        from tui.screens.settings import SettingsScreen

        app = self._desk.app
        # Those whose contrast is tested; the settings file may name any that Textual has.
        themes = [AUTO, *(theme.name for theme in THEMES)]
        screen = SettingsScreen(self._settings, themes=themes, path=str(self._file))
        changed = await app.push_screen_wait(screen)
        if changed is not None and changed != self._settings:
            if changed.mouse != self._settings.mouse:
                app.reports_mouse = changed.mouse
            self._settings = changed
            self.apply()
            if self._is_demo:
                self._desk.main.notice.show("Changed for this run: the demo keeps no settings.")
            else:
                await self._save(changed)

    async def _save(self, changed: Settings) -> None:
        from tui.settings.save import save

        try:
            await asyncio.to_thread(save, changed, self._file)
        except UserError as error:
            raise UserError(f"The change holds for this run only. {error}") from None
        self._desk.main.notice.show("Saved. Changed time-outs hold from the next start.")
