"""Message routing: passes each message of a widget or dialog to the controller that handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tui.domain.launch import Outcome
from tui.screens.onboarding import OnboardingScreen
from tui.screens.open_session import OpenSessionScreen
from tui.screens.settings import SettingsScreen
from tui.widgets.composer import Composer
from tui.widgets.find_bar import FindBar
from tui.widgets.session_sidebar import SessionSidebar
from tui.widgets.transcript import Transcript

if TYPE_CHECKING:
    from tui.controllers.wiring import Controllers
    from tui.screens.onboarding import OnboardingEvent
    from tui.widgets.composer import ComposerEvent
    from tui.widgets.find_bar import FindBarEvent
    from tui.widgets.session_sidebar import SidebarEvent
    from tui.widgets.transcript.transcript import TranscriptEvent

DialogEvent = OpenSessionScreen.SearchWanted | SettingsScreen.ThemePreviewed
"""All messages that dialogs post while they are open."""


class Listening:
    """Routes the messages of the screen's parts to the controllers."""

    def __init__(self, do: Controllers) -> None:
        self._do = do

    def to_composer(self, said: ComposerEvent) -> None:
        """Handle a message of the composer."""
        do = self._do
        match said:
            case Composer.Blocked(reason=reason, text=text):
                do.usage.say_blocked(reason, text)
            case Composer.EditWanted(text=text):
                do.editor.edit(text)
            case Composer.PasteWanted(text=text):
                do.pasting.ask(text)
            case Composer.LinesPasted():
                do.pasting.say_enter_came_with_text()
            case _:
                assert_never(said)

    def to_transcript(self, said: TranscriptEvent) -> None:  # noqa: C901 - a case for each message
        """Handle a message of the transcript."""
        do = self._do
        match said:
            case Transcript.OlderWanted(key=key):
                do.transcripts.older(key)
            case Transcript.NewerWanted(key=key):
                do.transcripts.newer(key)
            case Transcript.Moved():
                do.reading.moved()
            case Transcript.EndWanted(newest=True):
                do.transcripts.to_end()
            case Transcript.EndWanted():
                do.transcripts.to_start()
            case Transcript.CopyWanted(what=what, options=options, marks=marks):
                do.transcripts.copy_one(what, options, marks)
            case Transcript.DetailsWanted(message=message):
                do.transcripts.details(message)
            case Transcript.EditWanted(message=message):
                do.sending.edit(message)
            case Transcript.WithdrawWanted(message=message):
                do.sending.withdraw(message)
            case Transcript.FindWanted(direction=0):
                do.finding.open()
            case Transcript.FindWanted(direction=direction):
                do.finding.go_on(direction)
            case _:
                assert_never(said)

    def to_sidebar(self, said: SidebarEvent) -> None:
        """Handle a message of the sidebar."""
        do = self._do
        match said:
            case SessionSidebar.Opened(session_id=session_id):
                do.navigation.open(session_id)
            case SessionSidebar.VisibleChanged(session_ids=session_ids):
                do.freshening.fetch(session_ids)
            case SessionSidebar.RenameWanted(session=session):
                do.arranging.rename(session)
            case SessionSidebar.PinToggled(session=session):
                do.arranging.toggle_pin(session)
            case SessionSidebar.RemoveWanted(session=session):
                do.arranging.remove(session)
            case SessionSidebar.RestoreWanted():
                do.arranging.restore()
            case _:
                assert_never(said)

    def to_find_bar(self, said: FindBarEvent) -> None:
        """Handle a message of the find bar."""
        match said:
            case FindBar.Sought(text=text):
                self._do.finding.seek(text)
            case FindBar.Moved(direction=direction):
                self._do.finding.go_on(direction)
            case FindBar.Closed():
                self._do.finding.stop()
            case _:
                assert_never(said)

    async def to_onboarding(self, said: OnboardingEvent) -> None:
        """Handle a message of the onboarding screen."""
        do = self._do
        match said:
            case OnboardingScreen.KeyGiven(key=key, place=place):
                do.starting.take_key(key, place)
            case OnboardingScreen.BackWanted():
                await do.starting.close_onboarding()
            case OnboardingScreen.DemoWanted():
                await do.leaving.by_choice(Outcome.DEMO)
            case OnboardingScreen.QuitWanted():
                await do.leaving.by_choice(Outcome.QUIT)
            case _:
                assert_never(said)

    def to_dialog(self, said: DialogEvent) -> None:
        """Handle a message of a dialog that is open."""
        match said:
            case OpenSessionScreen.SearchWanted(query=query):
                self._do.opening.search(query)
            case SettingsScreen.ThemePreviewed(name=name):
                self._do.preferences.preview(name)
            case _:
                assert_never(said)
