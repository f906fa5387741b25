"""What the parts of the screen say goes to the controllers: a handler for each part."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.widgets import TextArea

from tui.actions import HasActions
from tui.chat_screen import ChatScreen
from tui.domain.launch import Outcome
from tui.screens.main import MainScreen
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.said import (
    ComposerSaid,
    DialogSaid,
    FindBarSaid,
    OnboardingSaid,
    SidebarSaid,
    TranscriptSaid,
)

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.chat_screen import Request
    from tui.controllers.desk import Desk
    from tui.controllers.listening import DialogEvent, Listening
    from tui.controllers.wiring import Controllers
    from tui.domain.clock import Clock
    from tui.domain.launch import Launch
    from tui.domain.models import Address
    from tui.screens.onboarding import OnboardingEvent
    from tui.terminal.key_order import Step
    from tui.widgets.composer import ComposerEvent
    from tui.widgets.find_bar import FindBarEvent
    from tui.widgets.session_sidebar import SidebarEvent
    from tui.widgets.transcript.transcript import TranscriptEvent


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

    @cached_property
    def _listening(self) -> Listening:
        from tui.controllers.listening import Listening

        return Listening(self._do)

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

    @on(ComposerSaid)
    def composer_said(self, said: ComposerSaid) -> None:
        """Do what the composer asks for."""
        self._listening.to_composer(cast("ComposerEvent", said))

    @on(TranscriptSaid)
    def transcript_said(self, said: TranscriptSaid) -> None:
        """Do what the transcript asks for."""
        self._listening.to_transcript(cast("TranscriptEvent", said))

    @on(SidebarSaid)
    def sidebar_said(self, said: SidebarSaid) -> None:
        """Do what the sidebar asks for."""
        self._listening.to_sidebar(cast("SidebarEvent", said))

    @on(FindBarSaid)
    def find_bar_said(self, said: FindBarSaid) -> None:
        """Do what the find bar asks for."""
        self._listening.to_find_bar(cast("FindBarEvent", said))

    @on(OnboardingSaid)
    async def onboarding_said(self, said: OnboardingSaid) -> None:
        """Do what the onboarding screen asks for."""
        await self._listening.to_onboarding(cast("OnboardingEvent", said))

    @on(DialogSaid)
    def dialog_said(self, said: DialogSaid) -> None:
        """Do what a dialog asks for while it is open."""
        self._listening.to_dialog(cast("DialogEvent", said))

    @on(TextArea.Changed)
    def keep_draft(self) -> None:
        """Keep what is typed, in the composer or in a line of a dialog."""
        if self._begun:
            self._do.drafts.changed()

    def on_input_changed(self) -> None:
        """Keep what is typed in a line of a dialog. By name: ``Input`` is imported after the first paint."""
        self.keep_draft()
