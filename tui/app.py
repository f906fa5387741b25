"""The Textual app: its start, its themes and style sheets, its end."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from tui import paths
from tui.actions import Action, ActionUnavailable, bindings
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.launch import Colours, Outcome
from tui.message_routes import MessageRoutes
from tui.themes import THEMES, in_256, theme_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import PurePath

    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.theme import Theme

    from tui.domain.clock import Clock
    from tui.domain.launch import Launch
    from tui.terminal.input.reports import Ground
    from tui.terminal.signals import Ending


FIRST_SHEETS: list[str | PurePath] = [paths.styles_folder() / name for name in ("base.tcss", "main.tcss")]
_PARTS_SHEETS = [paths.styles_folder() / name for name in ("ansi.tcss", "controls.tcss", "main_parts.tcss")]
"""Style sheets of what is mounted after the first paint; the remaining ones are the dialogs'."""


SUSPEND = Binding("ctrl+z", "pause", show=False, priority=True)
"""Job control, as in every program of a shell; not configurable under ``[keys]``."""

APP_ACTIONS: tuple[Action[ClientApp], ...] = (
    Action(
        "app.help",
        "f1",
        "Help",
        "Show the keys of where you are.",
        run=lambda app: app.show_help(),
        hint=True,
        priority=True,
    ),
    Action(
        "app.palette",
        "ctrl+p",
        "Commands",
        "Find any action by name.",
        run=lambda app: app.action_command_palette(),
        priority=True,
    ),
    Action(
        "app.quit",
        "ctrl+q",
        "Quit",
        "Save everything and leave.",
        run=lambda app: app.action_quit(),
        hint=True,
        priority=True,
    ),
)


def _action_commands() -> type[Provider]:
    from tui.commands import ActionCommands

    return ActionCommands


class ClientApp(MessageRoutes):
    """Full-screen client; what the first paint does not need is imported, created and parsed after it."""

    TITLE = "asyntai-tui"
    CSS_PATH: ClassVar = FIRST_SHEETS
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_action_commands}
    ACTIONS: ClassVar[Sequence[Action[Any]]] = APP_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_ACTIONS), SUSPEND]

    def __init__(
        self,
        launch: Launch,
        *,
        driver_class: type[Driver] | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        super().__init__(launch, driver_class=driver_class, clock=clock)
        self._has_dialog_sheets = False
        for theme in THEMES:
            self.register_theme(in_256(theme) if launch.colours is Colours.MANY else theme)
        theme = theme_for(launch.settings.theme, launch.colours, light=launch.light)
        if theme in self.available_themes:
            self._begin_with_theme(theme)
        self.key_overrides: Mapping[str, str] = launch.settings.keys
        self.set_keymap(launch.settings.keys)

    def _begin_with_theme(self, name: str) -> None:
        """Set the theme before the style sheets are parsed; assigning ``theme`` would parse them twice."""
        self.set_reactive(ClientApp.theme, name)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, which is painted first."""
        return self.main

    def on_ready(self) -> None:
        """Start the client once the first frame is written, which is when Textual sends this event."""
        self.run_worker(self._begin)

    async def _begin(self) -> None:
        self._add_sheets(_PARTS_SHEETS)
        if self.native_ansi_color:
            self.refresh_css(animate=False)  # the added sheets have rules for what is painted already
        await self.main.furnish()
        self._do.preferences.follow_ground = self._follow_ground
        self._do.preferences.apply()
        # What exists now lives to the end: keep it out of collections, which were off during the start.
        gc.freeze()
        gc.enable()
        self._do.starting.begin()
        self.set_interval(self._do.usage.every, self._do.usage.look_again)
        self._do_early_requests()

    def _add_sheets(self, sheets: Iterable[PurePath]) -> None:
        for sheet in map(Path, sheets):
            # Not read(): after it Textual keeps using its old map of the rules.
            self.stylesheet.add_source(sheet.read_text(encoding="utf-8"), (str(sheet), ""))

    def push_screen(self, *args: Any, **options: Any) -> Any:
        """Push a screen; the first one over the main screen loads the style sheets of the dialogs."""
        if self.screen_stack and not self._has_dialog_sheets:
            self._has_dialog_sheets = True
            first = {*FIRST_SHEETS, *_PARTS_SHEETS}
            self._add_sheets(sorted({*paths.styles_folder().glob("*.tcss")} - first))
        return super().push_screen(*args, **options)

    def _follow_ground(self) -> None:
        from tui.terminal.driver import ThriftyDriver

        if isinstance(self._driver, ThriftyDriver):
            self._driver.follow_ground()

    def on_ground(self, event: Ground) -> None:
        """Apply the terminal's report of whether its background is light."""
        self._do.preferences.take_ground(light=event.light)

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme without copying them all, as Textual does for every widget of every frame."""
        return self._registered_themes.get(theme_name) or super().get_theme(theme_name)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return none of Textual's own palette commands: the client's actions cover them."""
        del screen
        return ()

    def action_command_palette(self) -> None:
        """Open the command palette, unless it is open already, even below another dialog."""
        from tui.screens.palette import PaletteScreen

        if not any(isinstance(screen, PaletteScreen) for screen in self.screen_stack):
            self.push_screen(PaletteScreen())

    async def action_quit(self) -> None:
        """Save the drafts, close everything and quit."""
        await self._do.leaving.by_choice(Outcome.QUIT)

    async def action_pause(self) -> None:
        """Save the drafts, and suspend the process until the shell's ``fg``."""
        await self._do.leaving.pause()

    async def on_ending(self, event: Ending) -> None:
        """Quit at once, after a signal or when the terminal is gone."""
        await self._do.leaving.at_once(event.exit_status)

    async def _shutdown(self) -> None:
        """Save what can be saved, whatever ended the client, and end all jobs before the screens go."""
        await self._do.leaving.settle()
        await super()._shutdown()

    def _fatal_error(self) -> None:
        """Exit with one sentence in place of Textual's traceback, which has the values of all variables."""
        from rich.text import Text

        from tui.crash import record

        if not self._exit_renderables:
            self.panic(Text(record()))

    def show_help(self) -> None:
        """Show the help: the keys of the current screen."""
        from tui.screens.help import HelpScreen, help_groups

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(help_groups(self.screen), self.key_overrides))

    def on_action_unavailable(self, event: ActionUnavailable) -> None:
        """Show why an action of the app itself cannot run now."""
        self.main.notice.show(event.reason)
