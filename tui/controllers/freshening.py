"""Fetching sessions from the service: those in view, each once, ``AT_ONCE`` at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.controllers.transcripts import Transcripts
    from tui.domain.faults import Fault

AT_ONCE = 3
"""Sessions that are fetched at the same time."""


class Freshening:
    """Refreshes the rows in view and the open transcript from the service."""

    def __init__(self, desk: Desk, sessions: Sessions, transcripts: Transcripts) -> None:
        self._desk = desk
        self._sessions = sessions
        self._transcripts = transcripts
        self._fresh: set[str] = set()
        """Ids of the sessions that were fetched, or are being fetched."""
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._batches = 0

    def forget(self) -> None:
        """Mark every session as stale: it is fetched again when it is next in view."""
        self._fresh.clear()

    def look(self) -> None:
        """Fetch the open session and those in view, unless they were fetched before."""
        self.fetch([self._desk.place.session_id, *self._desk.main.sidebar.visible_ids])

    def again(self, session_id: str) -> None:
        """Fetch a session, even if it was fetched before."""
        self._fresh.discard(session_id)
        self.fetch([session_id])

    def fetch(self, session_ids: Iterable[str]) -> None:
        """Fetch listed sessions that were not fetched before, in this order."""
        wanted = [each for each in session_ids if each not in self._fresh and self._sessions.is_listed(each)]
        if wanted:
            self._fresh.update(wanted)
            self._desk.work(self._fetch_all, list(dict.fromkeys(wanted)))

    async def _fetch_all(self, session_ids: list[str]) -> None:
        sidebar = self._desk.main.sidebar
        self._batches += 1
        sidebar.busy = True
        try:
            faults = await asyncio.gather(*(self._fetch(each) for each in session_ids))
        finally:
            self._batches -= 1
            sidebar.busy = self._batches > 0
        await self._sessions.relist()
        for fault in filter(None, faults):
            raise ServiceError(fault)

    async def _fetch(self, session_id: str) -> Fault | None:
        """Fetch one session once the gate is free, if it is still wanted; return the fault if that fails."""
        async with self._gate:
            if not self._is_wanted(session_id):
                self._fresh.discard(session_id)
                return None
            try:
                session = await self._desk.ask(self._desk.services.library.refresh_session(session_id))
            except ServiceError as error:
                self._fresh.discard(session_id)
                return error.fault
            except LookupError:
                return None  # the session was deleted meanwhile, with the last of its messages
            except UserError:  # the store is closed or locked: fetch it when it is next in view
                self._fresh.discard(session_id)
                raise
        self._sessions.update(session)
        if session_id == self._desk.place.session_id:
            await self._transcripts.reread(session_id)
        return None

    def _is_wanted(self, session_id: str) -> bool:
        """Whether a session is open or in view, and the client is not offline."""
        if self._desk.main.is_offline:
            return False
        return session_id == self._desk.place.session_id or session_id in self._desk.main.sidebar.visible_ids
