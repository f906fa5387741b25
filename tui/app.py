"""The app: it wires the screen to the controllers, and does nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import TextArea

from tui import paths
from tui.actions import APP_ACTIONS, SUSPEND, bindings
from tui.screens.main import MainScreen, Want
from tui.terminal.clean_app import CleanApp
from tui.themes import THEMES
from tui.widgets.composer import Composer
from tui.widgets.notice import NoticeLevel
from tui.widgets.usage_gauge import UsageGauge
from tui.widgets.website_picker import WebsitePicker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import PurePath

    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.theme import Theme

    from tui.controllers.desk import Desk
    from tui.controllers.wiring import Controllers
    from tui.domain.launch import Launch
    from tui.domain.models import Address
    from tui.screens.onboarding import OnboardingScreen
    from tui.screens.open_session import OpenSessionScreen
    from tui.screens.settings import SettingsScreen
    from tui.terminal.signals import Ending
    from tui.widgets.find_bar import FindBar
    from tui.widgets.session_sidebar import SessionSidebar
    from tui.widgets.transcript import Transcript


class Outcome(Enum):
    """How the client was left."""

    QUIT = auto()
    DEMO = auto()
    """The person wants the demo instead."""


FIRST_SHEETS: list[str | PurePath] = [paths.styles_folder() / name for name in ("base.tcss", "main.tcss")]
AFTER_FIRST_PAINT = 0.05
"""Seconds: time to paint, and to take a first key, before everything else is imported and begun."""


def _action_commands() -> type[Provider]:
    from tui.commands import ActionCommands

    return ActionCommands


class ClientApp(CleanApp[Outcome]):
    """The client. What the first paint does not need is imported, made and parsed after it."""

    TITLE = "asyntai-tui"
    CSS_PATH: ClassVar = FIRST_SHEETS
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_action_commands}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_ACTIONS), SUSPEND]

    def __init__(
        self,
        launch: Launch,
        *,
        driver_class: type[Driver] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(driver_class=driver_class)
        self._launch = launch
        self._clock = clock
        self._begun = False
        self._wanted_early: list[Want] = []
        for theme in THEMES:
            self.register_theme(theme)
        if launch.settings.theme in self.available_themes:
            # Before the first style sheet is read: a theme that comes later has all of them read again.
            self.theme = launch.settings.theme
        self.key_overrides: Mapping[str, str] = launch.settings.keys
        self.set_keymap(launch.settings.keys)
        self.main = MainScreen(clock=clock, sandbox=launch.demo, deliver=self._send)
        """The screen that all else lies over."""

    @cached_property
    def _desk(self) -> Desk:
        from tui.controllers.desk import Desk

        return Desk(self, self.main, self._clock)

    @cached_property
    def _do(self) -> Controllers:
        from tui.controllers.wiring import wire

        return wire(self._desk, self._launch)

    def get_default_screen(self) -> Screen[None]:
        """The main screen is the first that is painted."""
        return self.main

    def on_ready(self) -> None:
        """Start once the person sees the screen and can type."""
        self.set_timer(AFTER_FIRST_PAINT, lambda: self.run_worker(self._begin))

    async def _begin(self) -> None:
        for sheet in sorted({*paths.styles_folder().glob("*.tcss")} - {*FIRST_SHEETS}):
            self.stylesheet.read(sheet)
        await self.main.furnish()
        self._begun = True
        self._do.preferences.apply()
        self._do.starting.begin()
        self.set_interval(self._do.usage.every, self._do.usage.look_again)
        for want in self._wanted_early:
            self._do.serve(want)

    def get_theme(self, theme_name: str) -> Theme | None:
        """As in Textual, which copies all themes, and asks for one with every widget of every frame."""
        return self._registered_themes.get(theme_name) or super().get_theme(theme_name)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Leave the palette to the client's own actions: each is in it once."""
        del screen
        return ()

    async def action_quit(self) -> None:
        """Keep what is typed, close everything, and leave."""
        await self._do.leaving.by_choice(Outcome.QUIT)

    async def action_pause(self) -> None:
        """Keep what is typed, and stop until the shell's ``fg``."""
        await self._do.leaving.pause()

    async def on_ending(self, event: Ending) -> None:
        """Leave at once: a signal says so, or the terminal is gone."""
        await self._do.leaving.at_once(event.exit_status)

    async def on_unmount(self) -> None:
        """Keep what can be kept, whatever has ended the client."""
        await self._do.leaving.settle()

    def _fatal_error(self) -> None:
        """Leave with one sentence, in the place of a traceback with the values of all variables."""
        from rich.text import Text

        from tui.crash import record

        if not self._exit_renderables:
            self.panic(Text(record()))

    def action_help(self) -> None:
        """Show the keys of where the person is."""
        from tui.screens.help import HelpScreen, help_groups

        if isinstance(self.screen, HelpScreen):
            return
        self.push_screen(HelpScreen(help_groups(self.main.scope), self.key_overrides))

    def _send(self, text: str, address: Address | None) -> None:
        self._do.sending.submit(text, address)

    # What the parts of the screen say

    @on(MainScreen.Wanted)
    def serve(self, event: MainScreen.Wanted) -> None:
        """Do what the person asks the screen for."""
        if self._begun:
            self._do.serve(event.want)
        else:
            self._wanted_early.append(event.want)

    @on(Composer.Blocked)
    def tell_why_not(self, event: Composer.Blocked) -> None:
        """Say why nothing is sent."""
        self.main.notice.show(event.reason, NoticeLevel.WARNING)

    @on(Composer.EditWanted)
    def edit(self, event: Composer.EditWanted) -> None:
        """Write in the editor."""
        self._do.editor.edit(event.text)

    @on(TextArea.Changed)
    def keep_draft(self) -> None:
        """Keep what is typed."""
        if self._begun:
            self._do.drafts.changed()

    @on(WebsitePicker.PickWanted)
    def pick_website(self) -> None:
        """Choose a website."""
        self._do.websites.ask_which()

    @on(UsageGauge.DetailsWanted)
    def show_usage(self) -> None:
        """Show the account."""
        self._do.usage.show_details()

    # Those below are imported after the first paint, so that their handlers go by name.

    def on_session_sidebar_opened(self, event: SessionSidebar.Opened) -> None:
        """Open a session of the sidebar."""
        self._do.navigation.open(event.session_id)

    def on_session_sidebar_visible_changed(self, event: SessionSidebar.VisibleChanged) -> None:
        """Fetch what came into view."""
        self._do.freshening.fetch(event.session_ids)

    def on_session_sidebar_rename_wanted(self, event: SessionSidebar.RenameWanted) -> None:
        """Name a session."""
        self._do.arranging.rename(event.session)

    def on_session_sidebar_pin_toggled(self, event: SessionSidebar.PinToggled) -> None:
        """Pin a session, or let it go."""
        self._do.arranging.toggle_pin(event.session)

    def on_session_sidebar_remove_wanted(self, event: SessionSidebar.RemoveWanted) -> None:
        """Put a session away."""
        self._do.arranging.remove(event.session)

    def on_session_sidebar_restore_wanted(self) -> None:
        """Bring a session back."""
        self._do.arranging.restore()

    def on_transcript_view_older_wanted(self, event: Transcript.OlderWanted) -> None:
        """Fetch older messages from the store."""
        self._do.transcripts.older(event.key)

    def on_transcript_view_newer_wanted(self, event: Transcript.NewerWanted) -> None:
        """Fetch newer messages from the store."""
        self._do.transcripts.newer(event.key)

    def on_transcript_end_wanted(self, event: Transcript.EndWanted) -> None:
        """Go to one end of the session."""
        if event.newest:
            self._do.transcripts.to_end()
        else:
            self._do.transcripts.to_start()

    def on_transcript_copy_wanted(self, event: Transcript.CopyWanted) -> None:
        """Copy out of a message."""
        self._do.transcripts.copy_one(event.what, event.options, event.marks)

    def on_transcript_details_wanted(self, event: Transcript.DetailsWanted) -> None:
        """Show what is known of a message."""
        self._do.transcripts.details(event.message)

    def on_transcript_find_wanted(self, event: Transcript.FindWanted) -> None:
        """Open the find bar, or go on to another match."""
        if event.direction:
            self._do.finding.go_on(event.direction)
        else:
            self._do.finding.open()

    def on_find_bar_sought(self, event: FindBar.Sought) -> None:
        """Find what is typed."""
        self._do.finding.seek(event.text)

    def on_find_bar_moved(self, event: FindBar.Moved) -> None:
        """Go to another match."""
        self._do.finding.go_on(event.direction)

    def on_find_bar_closed(self) -> None:
        """Leave the find bar."""
        self._do.finding.stop()

    def on_open_session_screen_search_wanted(self, event: OpenSessionScreen.SearchWanted) -> None:
        """Search stored text for the open dialog."""
        self._do.opening.search(event.query)

    def on_settings_screen_theme_previewed(self, event: SettingsScreen.ThemePreviewed) -> None:
        """Show a theme."""
        self._do.preferences.preview(event.name)

    def on_onboarding_screen_key_given(self, event: OnboardingScreen.KeyGiven) -> None:
        """Check a key."""
        self._do.starting.take_key(event.key, event.place)

    async def on_onboarding_screen_back_wanted(self) -> None:
        """Go on with the key there is."""
        await self._do.starting.close_onboarding()

    async def on_onboarding_screen_demo_wanted(self) -> None:
        """Leave for the demo."""
        await self._do.leaving.by_choice(Outcome.DEMO)

    async def on_onboarding_screen_quit_wanted(self) -> None:
        """Leave."""
        await self._do.leaving.by_choice(Outcome.QUIT)
