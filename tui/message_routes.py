"""Routing of the widgets' messages to the controllers: one handler for each part of the screen."""

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
    """App base that passes messages of screens and widgets to the controllers, created on first use."""

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
        """The main screen, below all others."""

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
        """Run a request on the controllers: at once, or after the start."""
        if self._begun:
            request(self._do)
        else:
            # Hold the keys typed after it: they are for what it opens.
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
        """Note by keys and clicks that the person is present."""
        if self._begun and isinstance(event, events.Key | events.MouseDown):
            self._do.attention.noticed()
        await super().on_event(event)

    def on_app_focus(self) -> None:
        """Note that the terminal got the focus."""
        if self._begun:
            self._do.attention.noticed()

    def on_app_blur(self) -> None:
        """Note that the terminal lost the focus."""
        if self._begun:
            self._do.attention.missed()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy the text selected in a field; Textual's own widgets call this."""
        self._do.copying.copy("the selection", text)

    @on(MainScreen.CopyWanted)
    def copy_selection(self, event: MainScreen.CopyWanted) -> None:
        """Copy what the mouse selected."""
        self._do.copying.copy("the selection", event.text, event.marks)

    @on(ComposerSaid)
    def composer_said(self, said: ComposerSaid) -> None:
        """Handle a message of the composer."""
        self._listening.to_composer(cast("ComposerEvent", said))

    @on(TranscriptSaid)
    def transcript_said(self, said: TranscriptSaid) -> None:
        """Handle a message of the transcript."""
        self._listening.to_transcript(cast("TranscriptEvent", said))

    @on(SidebarSaid)
    def sidebar_said(self, said: SidebarSaid) -> None:
        """Handle a message of the sidebar."""
        self._listening.to_sidebar(cast("SidebarEvent", said))

    @on(FindBarSaid)
    def find_bar_said(self, said: FindBarSaid) -> None:
        """Handle a message of the find bar."""
        self._listening.to_find_bar(cast("FindBarEvent", said))

    @on(OnboardingSaid)
    async def onboarding_said(self, said: OnboardingSaid) -> None:
        """Handle a message of the onboarding screen."""
        await self._listening.to_onboarding(cast("OnboardingEvent", said))

    @on(DialogSaid)
    def dialog_said(self, said: DialogSaid) -> None:
        """Handle a message of an open dialog."""
        self._listening.to_dialog(cast("DialogEvent", said))

    @on(TextArea.Changed)
    def keep_draft(self) -> None:
        """Save what is typed in the composer or in a dialog."""
        if self._begun:
            self._do.drafts.changed()

    def on_input_changed(self) -> None:
        """Save what is typed in a dialog. Bound by name: ``Input`` is imported after the first paint."""
        self.keep_draft()
