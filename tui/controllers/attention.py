"""Notifications for a person who is away: the bell or OSC 9, and a count in the terminal's title."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.models import MessageState
from tui.domain.presence import Presence
from tui.terminal.multiplexer import wrapped

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.models import SendEvent
    from tui.domain.settings import Attention as Kind

NAME = "asyntai-tui"

_ENDS = {MessageState.ANSWERED: "an answer", MessageState.FAILED: "a message failed"}
_LONGEST = 40
"""Characters of a website's name."""


class Attention:
    """Tracks whether the person is away, and notifies them when a message ends meanwhile."""

    def __init__(self, desk: Desk, kind: Kind) -> None:
        self.kind: Kind = kind
        self._desk = desk
        self._presence = Presence(desk.clock.monotonic())
        self._unseen = 0

    def missed(self) -> None:
        """Record that the terminal lost the focus."""
        self._presence.missed()

    def noticed(self) -> None:
        """Record a key or a regained focus: the person is here, and nothing is unseen any more."""
        self._presence.noticed(self._desk.clock.monotonic())
        if self._unseen:
            self._unseen = 0
            self.show_title()

    def arrived(self, event: SendEvent) -> None:
        """Notify the person if they are away and a message was answered, failed or became unknown."""
        state, website = event.message.state, self._name_of(event.website_id)
        here = not self._presence.is_away(self._desk.clock.monotonic())
        if self.kind == "off" or here or event.looking or event.unsaved:
            return
        if what := "a message may have been taken" if state is MessageState.UNKNOWN else _ENDS.get(state, ""):
            self._unseen += 1
            self.show_title()
            self._desk.app.tell_terminal(_call(self.kind, f"Asyntai: {what}, {website}"))

    def show_title(self) -> None:
        """Set the terminal's title: the count of unseen messages, and the website on screen."""
        website = self._desk.place.website
        count = f"({self._unseen}) " if self._unseen else ""
        name = f": {one_line(website.name, _LONGEST)}" if website is not None else ""
        self._desk.app.name_terminal(f"{count}{NAME}{name}")

    def _name_of(self, website_id: int) -> str:
        names = (site.name for site in self._desk.place.websites if site.id == website_id)
        return one_line(next(names, "a website"), _LONGEST)


def _call(kind: Kind, words: str) -> str:
    """Return the bell, or a desktop notification (OSC 9); neither holds text of a question or an answer."""
    return wrapped(f"\x1b]9;{words}\a", os.environ) if kind == "osc9" else "\a"
