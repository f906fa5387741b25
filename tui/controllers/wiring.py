"""Which controller works with which: the one place where they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.controllers.arranging import Arranging
from tui.controllers.drafts import Drafts
from tui.controllers.editor import Editor
from tui.controllers.finding import Finding
from tui.controllers.freshening import Freshening
from tui.controllers.navigation import Navigation
from tui.controllers.opening import Opening
from tui.controllers.preferences import Preferences
from tui.controllers.sending import Sending
from tui.controllers.sessions import Sessions
from tui.controllers.starting import Starting
from tui.controllers.transcripts import Transcripts
from tui.controllers.usage import UsageKeeper
from tui.controllers.watching import Watching
from tui.controllers.websites import Websites

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.launch import Launch


@dataclass(frozen=True, slots=True)
class Controllers:
    """Those that the app calls upon."""

    arranging: Arranging
    drafts: Drafts
    editor: Editor
    finding: Finding
    freshening: Freshening
    navigation: Navigation
    opening: Opening
    preferences: Preferences
    sending: Sending
    starting: Starting
    transcripts: Transcripts
    usage: UsageKeeper
    websites: Websites


def wire(desk: Desk, launch: Launch) -> Controllers:
    """Make the controllers, those first that the others need."""
    transcripts = Transcripts(desk)
    sessions = Sessions(desk)
    drafts = Drafts(desk, sessions)
    usage = UsageKeeper(desk)
    freshening = Freshening(desk, sessions, transcripts)
    navigation = Navigation(desk, drafts, sessions, freshening)
    websites = Websites(desk, navigation)
    opening = Opening(desk, sessions, navigation)
    sending = Sending(desk, drafts, sessions, transcripts, usage)
    watching = Watching(desk, sessions, transcripts)
    starting = Starting(desk, launch, websites, freshening, opening, sending, usage, watching)
    desk.on_return = starting.refresh
    return Controllers(
        arranging=Arranging(desk, sessions, navigation),
        drafts=drafts,
        editor=Editor(desk, drafts),
        finding=Finding(desk, transcripts),
        freshening=freshening,
        navigation=navigation,
        opening=opening,
        preferences=Preferences(desk, launch.settings, launch.settings_file),
        sending=sending,
        starting=starting,
        transcripts=transcripts,
        usage=usage,
        websites=websites,
    )
