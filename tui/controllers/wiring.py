"""Construction of the controllers: the one place where they are made and connected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.controllers.arranging import Arranging
from tui.controllers.attention import Attention
from tui.controllers.copying import Copying
from tui.controllers.drafts import Drafts
from tui.controllers.editor import Editor
from tui.controllers.finding import Finding
from tui.controllers.freshening import Freshening
from tui.controllers.leaving import Leaving
from tui.controllers.navigation import Navigation
from tui.controllers.opening import Opening
from tui.controllers.pasting import Pasting
from tui.controllers.preferences import Preferences
from tui.controllers.reading import Reading
from tui.controllers.returning import Returning
from tui.controllers.sending import Sending
from tui.controllers.sessions import Sessions
from tui.controllers.starting import Starting
from tui.controllers.transcripts import Transcripts
from tui.controllers.unfinished import Unfinished
from tui.controllers.usage import UsageKeeper
from tui.controllers.watching import Watching
from tui.controllers.websites import Websites

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.launch import Launch


@dataclass(frozen=True, slots=True)
class Controllers:
    """The controllers that the app calls."""

    arranging: Arranging
    attention: Attention
    copying: Copying
    drafts: Drafts
    editor: Editor
    finding: Finding
    freshening: Freshening
    leaving: Leaving
    navigation: Navigation
    opening: Opening
    pasting: Pasting
    preferences: Preferences
    reading: Reading
    sending: Sending
    starting: Starting
    transcripts: Transcripts
    usage: UsageKeeper
    websites: Websites


def wire(desk: Desk, launch: Launch) -> Controllers:
    """Make the controllers in the order of their dependencies."""
    attention = Attention(desk, launch.settings.attention)
    copying = Copying(desk)
    transcripts = Transcripts(desk, copying)
    sessions = Sessions(desk)
    unfinished = Unfinished(desk)
    drafts = Drafts(desk, sessions, unfinished)
    reading = Reading(desk)
    usage = UsageKeeper(desk)
    freshening = Freshening(desk, sessions, transcripts)
    navigation = Navigation(desk, drafts, reading, sessions, freshening, attention)
    websites = Websites(desk, navigation)
    finding = Finding(desk, transcripts)
    opening = Opening(desk, sessions, navigation, finding)
    sending = Sending(desk, drafts, sessions, transcripts, usage, attention, unfinished)
    watching = Watching(desk, sessions, transcripts, drafts)
    editor = Editor(desk, drafts)
    pasting = Pasting(desk, drafts)
    returning = Returning(desk, editor.take_up_left, sending.take_up_left, pasting.take_up_left)
    starting = Starting(
        desk, launch, drafts, websites, freshening, opening, sending, usage, watching, returning
    )
    desk.on_return = starting.refresh
    return Controllers(
        arranging=Arranging(desk, sessions, navigation, unfinished),
        attention=attention,
        copying=copying,
        drafts=drafts,
        editor=editor,
        finding=finding,
        freshening=freshening,
        leaving=Leaving(desk, drafts, reading),
        navigation=navigation,
        opening=opening,
        pasting=pasting,
        preferences=Preferences(desk, launch, attention),
        reading=reading,
        sending=sending,
        starting=starting,
        transcripts=transcripts,
        usage=usage,
        websites=websites,
    )
