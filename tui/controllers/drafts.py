"""Drafts: text that is typed and not sent, saved within half a second under its own session."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.backoff import Growth
from tui.domain.clean import clean
from tui.domain.draft import joined, merged
from tui.domain.faults import UserError
from tui.domain.models import Draft
from tui.store.drafts import DraftChangedError
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.controllers.unfinished import Unfinished
    from tui.domain.models import Address, SendEvent

WITHIN = 0.4
"""Seconds from a change until the draft is written."""
AGAIN = Growth(1.0, longest=15.0)
"""Delays between tries to write a draft, in seconds."""

IN_MEMORY = "What is typed is held here and written once that works."
WRITTEN = "What is typed is on disk again."
BESIDE = "Another window typed here too: its words stand before yours."
CHANGED_THERE = "Another window changed this text. Look at it, then press Enter again."
SENT_THERE = "Another window sent or cleared this text: it was not sent again."


class Drafts:
    """Synchronises the composer's text with the stored drafts.

    The composer holds the draft of the session on screen: the two change in one step. Text that is typed
    before there is a session is kept under the address ``None``, for the first session that opens.
    """

    def __init__(self, desk: Desk, sessions: Sessions, unfinished: Unfinished) -> None:
        self._desk = desk
        self._unfinished = unfinished
        self._sessions = sessions
        self._timer: Timer | None = None
        self._again: Timer | None = None
        self._known: dict[str, Draft] = {}
        """Each session's stored draft, as it was last read or written here."""
        self._unsaved: dict[Address | None, str] = {}
        """Drafts that are not on disk yet; for the session on screen, the composer has the latest text."""
        self._saving: set[Address | None] = set()
        self._failures = 0
        """Failed writes in a row."""
        self._homeless = False
        """Whether the store holds text that was typed while there was no session."""
        self._warned = False
        self.turn = asyncio.Lock()
        """Held while drafts and messages are read or written: this happens in the order of the keys."""

    def changed(self) -> None:
        """Schedule a write of the draft, which includes changes that follow within ``WITHIN`` seconds."""
        if self._timer is None and self._desk.opened is not None:
            self._timer = self._desk.app.set_timer(WITHIN, self._write)

    def _write(self) -> None:
        self._timer = self._again = None
        self._unsaved[self._desk.place.address] = self._desk.main.composer.unsent
        for address in [*self._unsaved]:
            self._desk.work(self._save, address)
        self._desk.work(self._unfinished.keep)

    def leave(self, address: Address | None) -> str:
        """Save the draft of the session that is left; without a session, return the text instead."""
        typed = self._desk.main.composer.unsent
        if address is None:
            self._unsaved.pop(None, None)
            return typed
        self._unsaved[address] = typed
        self._desk.work(self._save, address)
        return ""

    async def keep(self) -> None:
        """Write all drafts and the text of an open dialog to disk now.

        Raises:
            UserError: if something cannot be written.
        """
        if self._desk.opened is None:
            return
        await self._unfinished.keep()
        self._unsaved[self._desk.place.address] = self._desk.main.composer.text
        while self._unsaved:
            for address in [*self._unsaved]:
                await self._put_on_disk(address)

    async def kept_at_end(self) -> bool:
        """Write what is typed before the client quits; return ``False`` once if that fails, with a notice."""
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
        """Return a session's draft."""
        async with self.turn:
            for address, text in self._unsaved.items():
                if address is not None and address.session_id == session_id:
                    return text
            draft = await self._read(session_id)
            if session_id != self._desk.place.session_id:
                self._known[session_id] = draft
            return draft.text

    async def look(self) -> None:
        """Merge what another instance has made of the draft of the session on screen."""
        address = self._desk.place.address
        if address is None:
            return
        async with self.turn:
            draft = await self._read(address.session_id)
            if not draft.is_of_write(self._known_of(address)):
                self._take_in(address, draft)

    async def queue(self, address: Address, text: str) -> SendEvent:
        """Queue a submitted text as a message on disk, and clear it from the draft and the composer.

        Raises:
            UserError: if it cannot be queued; it stays in the draft.
        """
        async with self.turn:
            composer = self._desk.main.composer
            is_here = address == self._desk.place.address
            behind = composer.behind if is_here else self._unsaved.get(address, "")
            try:
                event, draft = await self._desk.services.conversation.enqueue_draft(
                    address, text, over=self._known_of(address), behind=behind
                )
            except UserError:
                await self._keep_submitted(address, text)
                raise
            except DraftChangedError as changed:
                await self._keep_submitted(address, text)
                self._take_in(address, changed.draft)
                raise UserError(CHANGED_THERE if changed.draft.text else SENT_THERE) from None
            self._known[address.session_id] = draft
            if address == self._desk.place.address:
                composer.accept()
        return event

    async def load_homeless(self) -> None:
        """Load text into the composer that was typed in earlier runs while there was no session."""
        text = await self._desk.services.library.take_homeless_drafts()
        if text:
            self._homeless = True
            self._desk.main.composer.load(joined(text, self._desk.main.composer.text))
        self.changed()

    async def put(self, address: Address | None, text: str) -> None:
        """Set a session's draft: in the composer if the session is on screen, else in the store."""
        if address is None or address == self._desk.place.address:
            self._desk.main.composer.write(text)
        else:
            self._unsaved[address] = text
            await self._save(address)

    async def take_up(self, address: Address | None, before: str, written: str) -> None:
        """Merge ``written``, which was made from ``before``, into a session's draft, and save it.

        Raises:
            UserError: if it cannot be saved; it is held in memory until it can.
        """
        typed = await self._typed(address)
        await self.put(address, merged(before, clean(written), typed))
        await self.keep()

    async def give_back(self, address: Address, text: str) -> None:
        """Put the text of a message that is not sent after all before the draft of its session."""
        await self.put(address, joined(text, await self._typed(address)))

    async def _typed(self, address: Address | None) -> str:
        if address is None or address == self._desk.place.address:
            return self._desk.main.composer.unsent
        return await self.load(address.session_id)

    async def _keep_submitted(self, address: Address, text: str) -> None:
        """Put a text that could not be queued back into the draft; ``turn`` is held."""
        if address == self._desk.place.address and self._desk.main.composer.keep():
            return
        if address == self._desk.place.address:
            self._desk.main.composer.write(joined(text, self._desk.main.composer.unsent))
            return
        typed = self._unsaved.get(address)
        if typed is None:
            typed = self._known_of(address).text
        self._unsaved[address] = joined(text, typed)
        self._desk.work(self._save, address)

    def _known_of(self, address: Address) -> Draft:
        return self._known.get(address.session_id, Draft())

    async def _read(self, session_id: str) -> Draft:
        draft = await self._desk.services.library.draft(session_id)
        return replace(draft, text=clean(draft.text))

    def _take_in(self, address: Address, draft: Draft) -> None:
        """Merge another instance's draft with what is typed here; ``turn`` is held."""
        composer, base = self._desk.main.composer, self._known_of(address).text
        if address == self._desk.place.address and composer.submits:
            return  # ``queue`` finds the change when its turn comes
        self._known[address.session_id] = draft
        if address != self._desk.place.address:
            self._unsaved[address] = merged(base, self._unsaved.get(address, base), draft.text)
            return
        mine = composer.unsent
        both = merged(base, mine, draft.text)
        if both == mine:
            return
        composer.write(both)
        if both not in {draft.text, mine}:
            self._desk.main.notice.show(BESIDE, NoticeLevel.WARNING)

    async def _save(self, address: Address | None) -> None:
        """Write a draft, again if it changes meanwhile; if that fails, show a notice and try again later."""
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
        if not self._warned:  # else the notice says how to quit without saving
            self._desk.main.notice.show(f"{error} {IN_MEMORY}", NoticeLevel.ERROR)
        if self._again is None:
            self._again = self._desk.app.set_timer(AGAIN.pause(self._failures), self._write)
            self._failures += 1

    async def _put_on_disk(self, address: Address | None) -> str:
        """Write an unsaved draft and return its text; empty if nothing is left to write.

        The composer is read once ``turn`` is held: what was submitted before is a message by then.
        """
        library = self._desk.services.library
        async with self.turn:
            if address == self._desk.place.address:
                self._unsaved[address] = self._desk.main.composer.text
            text = self._unsaved.get(address)
            if text is None:
                return ""  # it was written while this waited for its turn
            if address is not None and text != self._known_of(address).text:
                try:
                    self._known[address.session_id] = await library.save_draft(
                        address, text, over=self._known_of(address)
                    )
                except DraftChangedError as changed:
                    self._take_in(address, changed.draft)
                    return text
            homeless = text if address is None else ""
            if homeless or self._homeless:
                await library.save_homeless_draft(homeless)
                self._homeless = bool(homeless)
            if self._unsaved.get(address) == text:
                del self._unsaved[address]
        return text
