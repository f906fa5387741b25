"""What is typed and not sent: on disk within half a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions

WITHIN = 0.4
"""Seconds after a change in which the draft is written."""


class Drafts:
    """Writes the composer's text to the store while a person types."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions
        self._timer: Timer | None = None

    def changed(self) -> None:
        """Note a change; it is written soon, together with those that follow it."""
        if self._timer is None and self._desk.opened is not None:
            self._timer = self._desk.app.set_timer(WITHIN, self._write)

    def _write(self) -> None:
        self._timer = None
        self._desk.work(self._sessions.keep_draft(), "draft")
