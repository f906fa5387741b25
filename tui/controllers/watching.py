"""Watching the store for changes by other instances of the client."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.controllers.sessions import Sessions
    from tui.controllers.transcripts import Transcripts


class Watching:
    """Updates the sidebar, the open transcript and the draft when another instance changes them."""

    def __init__(self, desk: Desk, sessions: Sessions, transcripts: Transcripts, drafts: Drafts) -> None:
        self._desk = desk
        self._sessions = sessions
        self._transcripts = transcripts
        self._drafts = drafts

    def begin(self) -> None:
        """Watch until the program ends."""
        self._desk.refresh("watch", self._watch)

    async def _watch(self) -> None:
        async with aclosing(self._desk.services.library.watch()) as changes:
            async for changed in changes:
                await self._sessions.relist()
                if self._desk.place.session_id in changed:
                    await self._transcripts.reread(self._desk.place.session_id)
                    await self._drafts.look()
