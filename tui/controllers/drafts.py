"""What is typed and not sent: on disk within half a second, and always the draft of its own session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.domain.models import Address

WITHIN = 0.4
"""Seconds after a change in which the draft is written."""


class Drafts:
    """Keeps the composer's text and the stored drafts in step.

    The text in the composer is the draft of the session that is on screen: the two change in one step.
    """

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions
        self._timer: Timer | None = None
        self._warned = False

    def changed(self) -> None:
        """Note a change; it is written soon, together with those that follow it."""
        if self._timer is None and self._desk.place.address is not None:
            self._timer = self._desk.app.set_timer(WITHIN, self._write)

    def _write(self) -> None:
        self._timer = None
        if self._desk.main.composer.is_submitting:
            # On disk it is about to be a message, and must not come back as a draft.
            self.changed()
        else:
            self._desk.work(self.keep)

    async def keep(self) -> None:
        """Put what is typed on disk."""
        address = self._desk.place.address
        if address is not None:
            await self._save(address, self._desk.main.composer.unsent)

    async def kept_at_end(self) -> bool:
        """Put what is typed on disk before the program ends; ``False`` if the person must be told first."""
        address = self._desk.place.address
        if address is None or self._warned:
            return True
        try:
            # Whole, even if it was submitted: twice is better than not at all.
            await self._save(address, self._desk.main.composer.text)
        except UserError as error:
            self._warned = True
            words = f"{error} What is typed is not kept: Ctrl+Q once more leaves without it."
            self._desk.main.notice.show(words, NoticeLevel.ERROR)
            return False
        return True

    def leave(self, address: Address | None) -> str:
        """Put what is typed on disk for the session that is left; return it if there was no session yet."""
        typed = self._desk.main.composer.unsent
        if address is None:
            return typed
        self._desk.work(self._save, address, typed)
        return ""

    async def put(self, address: Address | None, text: str) -> None:
        """Make a text the draft of a session, wherever the person is by now."""
        if address is None or address == self._desk.place.address:
            self._desk.main.composer.load(text)
        else:
            await self._save(address, text)

    async def give_back(self, address: Address, text: str) -> None:
        """Put a text before what is typed in its session: it is not to be sent after all."""
        if address != self._desk.place.address:
            typed = await self._desk.services.library.draft(address.session_id)
        else:
            typed = self._desk.main.composer.unsent
        await self.put(address, joined(text, typed))

    async def _save(self, address: Address, text: str) -> None:
        await self._desk.services.library.save_draft(address.session_id, address.website_id, text)
        if self._sessions.has_draft(address.session_id) != bool(text):
            await self._sessions.relist()


def joined(first: str, second: str) -> str:
    """Two texts as one, each in lines of its own; an empty one leaves no trace."""
    return "\n".join(text for text in (first, second) if text)
