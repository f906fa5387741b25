"""What the parts of the screen say, and who does it: a handler a message, each of one call."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.widgets import TextArea

from tui.actions import HasActions
from tui.chat_screen import ChatScreen
from tui.domain.launch import Outcome
from tui.screens.main import MainScreen
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.composer import Composer
from tui.widgets.notice import NoticeLevel
from tui.widgets.usage_gauge import UsageGauge
from tui.widgets.website_picker import WebsitePicker

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.chat_screen import Request
    from tui.controllers.desk import Desk
    from tui.controllers.wiring import Controllers
    from tui.domain.clock import Clock
    from tui.domain.launch import Launch
    from tui.domain.models import Address
    from tui.screens.onboarding import OnboardingScreen
    from tui.screens.open_session import OpenSessionScreen
    from tui.screens.settings import SettingsScreen
    from tui.terminal.key_order import Step
    from tui.widgets.find_bar import FindBar
    from tui.widgets.session_sidebar import SessionSidebar
    from tui.widgets.transcript import Transcript


class MessageRoutes(HasActions, TerminalApp[Outcome]):
    """Has the controllers do what the screens and widgets say. They are made at their first use."""

    def __init__(self, launch: Launch, *, driver_class: type[Driver] | None, clock: Clock) -> None:
        super().__init__(driver_class=driver_class)
        self._launch = launch
        self._clock = clock
        self._begun = False
        self._requested_early: list[Request] = []
        self._early_step: Step | None = None
        self.main = ChatScreen(
            clock=clock.now, sandbox=launch.demo, deliver=self._send, request=self._request
        )
        """The screen that all else lies over."""

    @cached_property
    def _desk(self) -> Desk:
        from tui.controllers.desk import Desk

        return Desk(self, self.main, self._clock)

    @cached_property
    def _do(self) -> Controllers:
        from tui.controllers.wiring import wire

        return wire(self._desk, self._launch)

    def _request(self, request: Request) -> None:
        """Have the controllers do something: at once, or when there are any."""
        if self._begun:
            request(self._do)
        else:
            # The keys behind it are for what it opens.
            self._early_step = self._early_step or self.key_order.begin_step()
            self._requested_early.append(request)

    def _do_early_requests(self) -> None:
        self._begun = True
        for request in self._requested_early:
            request(self._do)
        if self._early_step is not None:
            self._early_step.end()

    def _send(self, text: str, address: Address | None) -> None:
        self._do.sending.submit(text, address)

    async def on_event(self, event: events.Event) -> None:
        """See by their keys that the person is here."""
        if self._begun and isinstance(event, events.Key | events.MouseDown):
            self._do.attention.noticed()
        await super().on_event(event)

    def on_app_focus(self) -> None:
        """The person looks again."""
        if self._begun:
            self._do.attention.noticed()

    def on_app_blur(self) -> None:
        """The person looks elsewhere."""
        if self._begun:
            self._do.attention.missed()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is selected in a field: Textual's own parts call this."""
        self._do.copying.copy("the selection", text)

    @on(MainScreen.CopyWanted)
    def copy_selection(self, event: MainScreen.CopyWanted) -> None:
        """Copy what the mouse selected."""
        self._do.copying.copy("the selection", event.text, event.marks)

    @on(Composer.Blocked)
    def tell_why_not(self, event: Composer.Blocked) -> None:
        """Say why nothing is sent, and ask whether it still is so."""
        self.main.notice.show(event.reason, NoticeLevel.WARNING)
        self._do.usage.ask_whether_lifted(event.text)

    @on(Composer.EditWanted)
    def edit(self, event: Composer.EditWanted) -> None:
        """Write in the editor."""
        self._do.editor.edit(event.text)

    @on(Composer.PasteWanted)
    def ask_about_paste(self, event: Composer.PasteWanted) -> None:
        """Ask whether a long text is wanted."""
        self._do.pasting.ask(event.text)

    @on(Composer.LinesPasted)
    def tell_nothing_was_sent(self) -> None:
        """Say at the first line end of a paste that came as keys what becomes of them."""
        self.main.notice.show("Enter came with other input: a new line. Press Enter again to send.")

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

    def on_input_changed(self) -> None:
        """Keep what is typed in a line of a dialog."""
        self.keep_draft()

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

    def on_transcript_view_moved(self) -> None:
        """Keep where the person reads."""
        self._do.reading.moved()

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

    def on_transcript_edit_wanted(self, event: Transcript.EditWanted) -> None:
        """Change a queued message."""
        self._do.sending.edit(event.message)

    def on_transcript_withdraw_wanted(self, event: Transcript.WithdrawWanted) -> None:
        """Take a queued message back."""
        self._do.sending.withdraw(event.message)

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
