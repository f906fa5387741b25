"""What is typed and not sent: on disk within half a second, and always the draft of its own session."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.backoff import Growth
from tui.domain.faults import UserError
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.domain.models import Address

WITHIN = 0.4
"""Seconds after a change in which the draft is written."""
AGAIN = Growth(1.0, longest=15.0)
"""Between tries to write what could not be written."""

IN_MEMORY = "What is typed is held here and written once that works."
WRITTEN = "What is typed is on disk again."


class Drafts:
    """Keeps the composer's text and the stored drafts in step.

    The text in the composer is the draft of the session that is on screen: the two change in one step.
    While there is no session it is kept under the address ``None``, for the first one that comes.
    """

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions
        self._timer: Timer | None = None
        self._again: Timer | None = None
        self._unsaved: dict[Address | None, str] = {}
        """What is not on disk yet; of the session on screen, the composer has the latest."""
        self._saving: set[Address | None] = set()
        self._failures = 0
        """Tries to write that failed in a row."""
        self._homeless = False
        """Something is stored that was typed while there was no session."""
        self._warned = False
        self.turn = asyncio.Lock()
        """Held by whoever brings a person's words to disk or from there: all in the order of the keys."""

    def changed(self) -> None:
        """Note a change; it is written soon, together with those that follow it."""
        if self._timer is None and self._desk.opened is not None:
            self._timer = self._desk.app.set_timer(WITHIN, self._write)

    def _write(self) -> None:
        self._timer = self._again = None
        self._unsaved[self._desk.place.address] = self._desk.main.composer.unsent
        for address in [*self._unsaved]:
            self._desk.work(self._save, address)

    def leave(self, address: Address | None) -> str:
        """Put what is typed on disk for the session on screen; return it if there is none yet."""
        typed = self._desk.main.composer.unsent
        if address is None:
            self._unsaved.pop(None, None)
            return typed
        self._unsaved[address] = typed
        self._desk.work(self._save, address)
        return ""

    async def keep(self) -> None:
        """Put all that is typed on disk now.

        Raises:
            UserError: if the store takes something not.
        """
        if self._desk.opened is None:
            return
        self._unsaved[self._desk.place.address] = self._desk.main.composer.text
        for address in [*self._unsaved]:
            await self._put_on_disk(address)

    async def kept_at_end(self) -> bool:
        """Put what is typed on disk before the program ends; ``False`` if the person must be told first."""
        if self._warned:
            return True
        try:
            await self.keep()
        except UserError as error:
            self._warned = True
            words = f"{error} What is typed is not kept: Ctrl+Q once more leaves without it."
            self._desk.main.notice.show(words, NoticeLevel.ERROR)
            return False
        return True

    async def load(self, session_id: str) -> str:
        """The draft of a session, as it was left."""
        async with self.turn:
            for address, text in self._unsaved.items():
                if address is not None and address.session_id == session_id:
                    return text
            return await self._desk.services.library.draft(session_id)

    async def load_homeless(self) -> None:
        """Show what was typed in an earlier run in which there was no session."""
        text = await self._desk.services.library.homeless_draft()
        if text:
            self._homeless = True
            self._desk.main.composer.load(joined(text, self._desk.main.composer.text))
        self.changed()

    async def put(self, address: Address | None, text: str) -> None:
        """Make a text the draft of a session, wherever the person is by now."""
        if address is None or address == self._desk.place.address:
            self._desk.main.composer.load(text)
        else:
            self._unsaved[address] = text
            await self._save(address)

    async def give_back(self, address: Address, text: str) -> None:
        """Put a text before what is typed in its session: it is not to be sent after all."""
        if address == self._desk.place.address:
            typed = self._desk.main.composer.unsent
        else:
            typed = await self.load(address.session_id)
        await self.put(address, joined(text, typed))

    async def _save(self, address: Address | None) -> None:
        """Write a draft, and once more if it changes meanwhile; if that fails, say so and try again later."""
        if address in self._saving:
            return
        self._saving.add(address)
        text = ""
        try:
            while address in self._unsaved:
                text = await self._put_on_disk(address)
        except UserError as error:
            self._failed(error)
            return
        finally:
            self._saving.discard(address)
        if self._failures and not self._unsaved:
            self._failures = 0
            self._desk.main.notice.show(WRITTEN)
        if address is not None and self._sessions.has_draft(address.session_id) != bool(text):
            await self._sessions.relist()

    def _failed(self, error: UserError) -> None:
        self._desk.main.notice.show(f"{error} {IN_MEMORY}", NoticeLevel.ERROR)
        if self._again is None:
            self._again = self._desk.app.set_timer(AGAIN.pause(self._failures), self._write)
            self._failures += 1

    async def _put_on_disk(self, address: Address | None) -> str:
        """Write what is to be written of a draft, and return it.

        In turn, what was submitted before is a message by now and no longer in the composer.
        """
        library = self._desk.services.library
        async with self.turn:
            if address == self._desk.place.address:
                self._unsaved[address] = self._desk.main.composer.text
            text = self._unsaved.get(address)
            if text is None:
                return ""  # it was written while this waited for its turn
            if address is not None:
                await library.save_draft(address.session_id, address.website_id, text)
            homeless = text if address is None else ""
            if homeless or self._homeless:
                await library.save_homeless_draft(homeless)
                self._homeless = bool(homeless)
            if self._unsaved.get(address) == text:
                del self._unsaved[address]
        return text


def joined(first: str, second: str) -> str:
    """Two texts as one, each in lines of its own; an empty one leaves no trace."""
    return "\n".join(text for text in (first, second) if text)
