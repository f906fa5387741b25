"""The sessions of the website on screen: listing, opening, starting, naming, and putting away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.session_id import new_session_id
from tui.widgets.transcript import Hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.controllers.desk import Desk
    from tui.controllers.transcripts import Transcripts
    from tui.domain.models import Session, Website

AT_ONCE = 3
"""Sessions that are fetched from the service at the same time."""


class Sessions:
    """Keeps the sidebar and the open session in step with the store and the service."""

    def __init__(self, desk: Desk, transcripts: Transcripts) -> None:
        self._desk = desk
        self._transcripts = transcripts
        self._listed: dict[str, Session] = {}
        self._fresh: set[str] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._removed: list[str] = []

    # The list

    async def show_website(self, website: Website, session_id: str) -> None:
        """Show a website's sessions, and open the one that is asked for or was open there last."""
        self._fresh.clear()
        self._removed.clear()
        await self.relist()
        session_id = session_id or await self._desk.services.library.last_session(website.id) or ""
        if session_id in self._listed:
            await self.show(session_id)
        else:
            await self._show_new()

    @property
    def listed(self) -> Sequence[Session]:
        """The sessions in the sidebar."""
        return tuple(self._listed.values())

    async def relist(self) -> None:
        """Read the list anew from the store."""
        website = self._desk.place.website
        if website is None:
            self._desk.main.sidebar.show_sessions((), now=self._desk.clock())
            return
        sessions = await self._desk.services.library.sessions(website.id)
        if website is self._desk.place.website:
            self._listed = {session.id: session for session in sessions}
            self._desk.main.sidebar.show_sessions(sessions, now=self._desk.clock())

    def freshen(self, session_ids: Iterable[str]) -> None:
        """Fetch sessions that came into view, each once, the open one first."""
        wanted = [each for each in session_ids if each not in self._fresh]
        self._fresh.update(wanted)
        if wanted and self._desk.opened is not None:
            self._desk.work(self._freshen(wanted), "freshen")

    async def _freshen(self, session_ids: list[str]) -> None:
        self._desk.main.sidebar.busy = True
        try:
            await asyncio.gather(*(self._fetch(each) for each in session_ids))
        finally:
            self._desk.main.sidebar.busy = False
        await self.relist()

    async def _fetch(self, session_id: str) -> None:
        async with self._gate:
            await self._desk.ask(self._desk.services.library.refresh_session(session_id))
        if session_id == self._desk.place.session_id:
            await self._transcripts.reread(session_id)

    def refresh(self) -> None:
        """Fetch again what is in view."""
        self._fresh.clear()
        self.freshen([self._desk.place.session_id, *self._desk.main.sidebar.visible_ids])

    # The open session

    def open(self, session_id: str) -> None:
        """Open a session of the list."""
        self._desk.refresh(self.show(session_id), "open")

    async def show(self, session_id: str) -> None:
        """Open a session: from the store at once, then what the service knows of it."""
        library, main = self._desk.services.library, self._desk.main
        place = self._desk.place
        await self.keep_draft()
        place.session_id = session_id
        main.close_drawer()
        main.sidebar.current = session_id
        main.transcript.hint = None if session_id in self._listed else self._empty_hint()
        await self._transcripts.open(session_id)
        main.composer.load(await library.draft(session_id))
        main.composer.history = list(reversed(await library.questions(session_id)))
        main.composer.focus_input()
        if place.website is not None:
            await library.remember_session(place.website.id, session_id)
        if session_id in self._listed:
            self._fresh.discard(session_id)
            self.freshen([session_id])

    def new(self) -> None:
        """Start a session: it is listed with its first words."""
        self._desk.refresh(self._show_new(), "open")

    async def _show_new(self) -> None:
        await self.show(new_session_id(self._desk.clock()))

    def _empty_hint(self) -> Hint:
        website = self._desk.place.website
        name = website.name if website is not None else "the assistant"
        return Hint(
            "A new session",
            f"Ask {name} what a visitor would ask. Every answer counts as one message of the month.",
        )

    async def keep_draft(self) -> None:
        """Put what is typed on disk, for the session that it was typed in."""
        place, website = self._desk.place, self._desk.place.website
        if place.session_id and website is not None:
            await self._desk.services.library.save_draft(
                place.session_id, website.id, self._desk.main.composer.text
            )

    # Names, pins, removal

    def rename(self, session: Session) -> None:
        """Ask for a name."""
        self._desk.work(self._rename(session), "rename")

    async def _rename(self, session: Session) -> None:
        from tui.screens.rename import RenameScreen

        title = await self._desk.app.push_screen_wait(RenameScreen(session.title if session.renamed else ""))
        if title is not None:
            await self._desk.services.library.rename(session.id, title)
            await self.relist()

    def toggle_pin(self, session: Session) -> None:
        """Keep a session at the top, or let it go."""
        self._desk.work(self._toggle_pin(session), "pin")

    async def _toggle_pin(self, session: Session) -> None:
        library = self._desk.services.library
        await (library.unpin(session.id) if session.pinned else library.pin(session.id))
        await self.relist()

    def remove(self, session: Session) -> None:
        """Take a session out of the sidebar; nothing is deleted."""
        self._desk.work(self._remove(session), "remove")

    async def _remove(self, session: Session) -> None:
        await self._desk.services.library.remove(session.id)
        self._removed.append(session.id)
        self._desk.main.notice.show(
            f"Removed “{session.title or session.id}” from the sidebar. u brings it back."
        )
        await self.relist()
        if session.id == self._desk.place.session_id:
            await self._show_new()
            self._desk.main.sidebar.focus_list()

    def restore(self) -> None:
        """Bring back the session that was removed last."""
        if self._removed:
            self._desk.work(self._restore(self._removed.pop()), "restore")
        else:
            self._desk.main.notice.show("Nothing was removed here.")

    async def _restore(self, session_id: str) -> None:
        await self._desk.services.library.restore(session_id)
        self._desk.main.notice.clear()
        await self.relist()
