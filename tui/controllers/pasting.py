"""Long pastes: the person confirms them before they go into the composer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from tui.controllers.returning import Returned
from tui.domain.faults import UserError
from tui.domain.models import Address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts

_LEFT, _NOTHING_SENT = "A paste that waited for your answer", "Nothing was sent."

_PASTE, _NOWHERE = "paste", "-"

ENTER_CAME_WITH_TEXT = "Enter came with other input: a new line. Press Enter again to send."


class Pasting:
    """Asks whether to insert a long paste, and keeps it on disk until that is answered."""

    def __init__(self, desk: Desk, drafts: Drafts) -> None:
        self._desk = desk
        self._drafts = drafts
        self._numbers = count()

    def ask(self, text: str) -> None:
        """Ask whether to insert a long paste into the composer."""
        self._desk.step(self._ask, text, self._desk.place.address)

    def say_enter_came_with_text(self) -> None:
        """Say that an Enter within pasted text starts a new line and sends nothing."""
        self._desk.main.notice.show(ENTER_CAME_WITH_TEXT)

    async def _ask(self, text: str, address: Address | None) -> None:
        from tui.screens.paste import PasteScreen

        place = self._place(address)
        async with asyncio.TaskGroup() as tasks:
            # Concurrently: the dialog does not wait while another program locks the store.
            tasks.create_task(self._keep(place, text))
            wanted = await self._desk.app.push_screen_wait(PasteScreen(text))
        self._desk.main.composer.decide_paste(text if wanted else "")
        if wanted:
            await self._drafts.keep()
        if place:
            await self._desk.services.store.unfinished.forget(place)

    async def take_up_left(self) -> AsyncIterator[Returned]:
        """Restore pastes as drafts that were not answered before an earlier run ended."""
        unfinished = self._desk.services.store.unfinished
        for place, text in (await unfinished.left(_PASTE)).items():
            _, website_id, session_id, *_ = place.split(" ")
            address = None if website_id == _NOWHERE else Address(int(website_id), session_id)
            await self._drafts.take_up(address, "", text)
            await unfinished.forget(place)
            yield Returned(_LEFT, address, _NOTHING_SENT)

    def _place(self, address: Address | None) -> str:
        """Return the key that a paste is stored under; empty before the store is open."""
        if self._desk.opened is None:
            return ""
        where = (_NOWHERE, _NOWHERE) if address is None else (address.website_id, address.session_id)
        return self._desk.services.store.unfinished.own(_PASTE, *where, next(self._numbers))

    async def _keep(self, place: str, text: str) -> None:
        if place:
            with suppress(UserError):  # the dialog holds the text
                await self._desk.services.store.unfinished.put(place, text)
