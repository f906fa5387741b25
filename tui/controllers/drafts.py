"""What is typed and not sent: on disk within half a second, and always the draft of its own session."""

from __future__ import annotations

import asyncio
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
        self.turn = asyncio.Lock()
        """Held by whoever brings a person's words to disk or from there: all in the order of the keys."""

    def changed(self) -> None:
        """Note a change; it is written soon, together with those that follow it."""
        if self._timer is None and self._desk.place.address is not None:
            self._timer = self._desk.app.set_timer(WITHIN, self._write)

    def _write(self) -> None:
        self._timer = None
        self.leave(self._desk.place.address)

    def leave(self, address: Address | None) -> str:
        """Put what is typed on disk for the session on screen; return it if there is none yet."""
        typed = self._desk.main.composer.unsent
        if address is None:
            return typed
        self._desk.work(self._save, address, typed)
        return ""

    async def kept_at_end(self) -> bool:
        """Put what is typed on disk before the program ends; ``False`` if the person must be told first."""
        address = self._desk.place.address
        if address is None or self._warned:
            return True
        try:
            async with self.turn:  # what was submitted is on disk by then, and no longer in the composer
                await self._put_on_disk(address, self._desk.main.composer.text)
        except UserError as error:
            self._warned = True
            words = f"{error} What is typed is not kept: Ctrl+Q once more leaves without it."
            self._desk.main.notice.show(words, NoticeLevel.ERROR)
            return False
        return True

    async def load(self, session_id: str) -> str:
        """The draft of a session, as it was left."""
        async with self.turn:
            return await self._desk.services.library.draft(session_id)

    async def put(self, address: Address | None, text: str) -> None:
        """Make a text the draft of a session, wherever the person is by now."""
        if address is None or address == self._desk.place.address:
            self._desk.main.composer.load(text)
        else:
            await self._save(address, text)

    async def give_back(self, address: Address, text: str) -> None:
        """Put a text before what is typed in its session: it is not to be sent after all."""
        if address == self._desk.place.address:
            typed = self._desk.main.composer.unsent
        else:
            typed = await self.load(address.session_id)
        await self.put(address, joined(text, typed))

    async def _save(self, address: Address, text: str) -> None:
        async with self.turn:
            await self._put_on_disk(address, text)
        if self._sessions.has_draft(address.session_id) != bool(text):
            await self._sessions.relist()

    async def _put_on_disk(self, address: Address, text: str) -> None:
        await self._desk.services.library.save_draft(address.session_id, address.website_id, text)


def joined(first: str, second: str) -> str:
    """Two texts as one, each in lines of its own; an empty one leaves no trace."""
    return "\n".join(text for text in (first, second) if text)
