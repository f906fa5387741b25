"""Library: websites, sessions and the account, read from the store and refreshed from the service."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.domain.anchor import Anchor
from tui.domain.faults import UserError
from tui.domain.session_id import could_be_session_id
from tui.services.websites import find_website, require_website
from tui.store.errors import StoreError
from tui.store.messages import PAGE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from tui.domain.models import Account, Address, Draft, Session, TranscriptPage, Website
    from tui.domain.search import SessionHit
    from tui.services.gateway import Gateway
    from tui.services.windows import Windows
    from tui.store.store import Store

WATCH_EVERY = 1.0
"""Seconds between checks for changes by other instances of the program."""

_LAST_WEBSITE = "last-website"
_LAST_SESSION = "last-session:"
_HOMELESS = "homeless"
_READING = "reading"


class Library:
    """Reads and changes websites, sessions, transcripts, drafts and what is remembered of the last run.

    Methods named ``refresh…`` or ``open…`` call the service and raise ``ServiceError``; the others use only
    the store. Every method raises ``StoreError`` if the store fails, except where it only writes a cache.
    """

    def __init__(self, store: Store, gateway: Gateway, windows: Windows) -> None:
        self._store = store
        self._gateway = gateway
        self._windows = windows

    async def websites(self) -> list[Website]:
        """Return the cached websites."""
        return await self._store.cache.websites()

    async def refresh_websites(self) -> list[Website]:
        """Fetch the websites, and cache them."""
        websites = await (await self._gateway.client()).websites()
        with suppress(StoreError):  # only a cache: the websites are shown all the same
            await self._store.cache.put_websites(websites)
        return websites

    async def open_website(self, text: str) -> Website:
        """Return the website with that id or domain; with empty text, the primary one.

        The service is asked only if the store does not know it.

        Raises:
            UserError: if the account has no such website.
        """
        known = find_website(await self.websites(), text)
        return known or require_website(await self.refresh_websites(), text)

    async def account(self) -> Account | None:
        """Return the cached account."""
        return await self._store.cache.account()

    async def refresh_account(self) -> Account:
        """Fetch the account and the month's usage, and cache them."""
        account = await (await self._gateway.client()).account()
        with suppress(StoreError):  # only a cache, too
            await self._store.cache.put_account(account)
        return account

    async def sessions(self, website_id: int) -> list[Session]:
        """Return the sessions of a website: the pinned first, then the newest first."""
        return await self._store.sessions.list(website_id)

    async def session(self, session_id: str) -> Session | None:
        """Return the session with that id if the store has it, removed or not."""
        return await self._store.sessions.get(session_id)

    async def search(self, text: str, limit: int = 50) -> list[SessionHit]:
        """Find sessions of all websites by title, id or the words of their messages."""
        return await self._store.search.sessions(text, limit)

    async def page(
        self, session_id: str, *, before: int | None = None, after: int | None = None, limit: int = PAGE
    ) -> TranscriptPage:
        """Return a page of a transcript: its end, or the messages before or after the one with that key."""
        return await self._store.messages.page(session_id, before=before, after=after, limit=limit)

    async def first_page(self, session_id: str, *, limit: int = PAGE) -> TranscriptPage:
        """Return the first page of a transcript."""
        return await self._store.messages.first_page(session_id, limit=limit)

    async def page_around(self, session_id: str, key: int, *, limit: int = PAGE) -> TranscriptPage:
        """Return a page of a transcript from a little before the message with that key."""
        return await self._store.messages.around(session_id, key, limit=limit)

    async def find(self, session_id: str, text: str) -> list[int]:
        """Return the keys of a session's messages that contain ``text``, oldest first; smart case."""
        return await self._store.messages.with_text(session_id, text)

    async def questions(self, session_id: str, *, limit: int = 100) -> list[str]:
        """Return the person's messages of a session, the newest first."""
        return await self._store.messages.questions(session_id, limit=limit)

    async def refresh_session(self, session_id: str) -> Session:
        """Fetch the session's messages and merge them into its transcript.

        Raises:
            LookupError: if the session is not known.
        """
        session = await self._store.sessions.get(session_id)
        if session is None:
            raise LookupError(f"the session {session_id!r} is not known")
        await self._store.transcripts.merge(session_id, await self._windows.fetch_any(session_id))
        return await self._store.sessions.get(session_id) or session

    async def open_by_id(self, session_id: str, website_id: int) -> Session | None:
        """Return the session with that id from the store, restored if it was removed, else from the service.

        One that only the service knows is listed under ``website_id``, as the API does not say which website
        it belongs to. ``None`` if the service has no message of it either.

        Raises:
            UserError: if it cannot be the id of a session.
        """
        if not could_be_session_id(session_id):
            raise UserError("A session id is one word of at most 200 characters.")
        if await self._store.sessions.get(session_id) is None:
            window = await self._windows.fetch_any(session_id)
            if not window:
                return None
            await self._store.sessions.register([(session_id, website_id)])
            await self._store.transcripts.merge(session_id, window)
        else:
            await self._store.sessions.restore(session_id)
        return await self._store.sessions.get(session_id)

    async def register(self, sessions: Iterable[tuple[str, int]]) -> None:
        """Add sessions that were made elsewhere (id, website id), unless they are known already."""
        await self._store.sessions.register(sessions)

    async def rename(self, session_id: str, title: str) -> None:
        """Rename a session; an empty title restores the default one, its first question."""
        await self._store.sessions.rename(session_id, title)

    async def pin(self, session_id: str) -> None:
        """Pin a session to the top of the list."""
        await self._store.sessions.pin(session_id)

    async def unpin(self, session_id: str) -> None:
        """Unpin a session."""
        await self._store.sessions.unpin(session_id)

    async def remove(self, session_id: str) -> None:
        """Remove a session from the list; its messages are kept."""
        await self._store.sessions.remove(session_id)

    async def restore(self, session_id: str) -> None:
        """Put a removed session back in the list."""
        await self._store.sessions.restore(session_id)

    async def draft(self, session_id: str) -> Draft:
        """Return a session's draft."""
        return await self._store.drafts.load(session_id)

    async def save_draft(self, address: Address, text: str, *, over: Draft) -> Draft:
        """Save a draft in the place of ``over``; return the draft as it is on disk then.

        A new session is listed as soon as it has a draft, until the draft is emptied.

        Raises:
            DraftChangedError: if another instance of the program has changed the draft: nothing is saved.
        """
        return await self._store.drafts.save(address.session_id, address.website_id, text, over=over)

    async def take_homeless_drafts(self) -> str:
        """Take over the texts that ended instances left unsent while they had no session open."""
        return await self._store.unfinished.take_over(_HOMELESS)

    async def save_homeless_draft(self, text: str) -> None:
        """Save the text typed in this instance while no session is open; an empty text deletes it."""
        unfinished = self._store.unfinished
        place = unfinished.own(_HOMELESS)
        await (unfinished.put(place, text) if text else unfinished.forget(place))

    async def last_website(self) -> int | None:
        """Return the id of the website that was open last."""
        value = await self._store.preferences.get(_LAST_WEBSITE)
        return None if value is None else int(value)

    async def remember_website(self, website_id: int) -> None:
        """Remember the open website for the next start."""
        await self._store.preferences.put(_LAST_WEBSITE, str(website_id))

    async def last_session(self, website_id: int) -> str | None:
        """Return the id of the website's session that was open last."""
        return await self._store.preferences.get(f"{_LAST_SESSION}{website_id}")

    async def remember_session(self, website_id: int, session_id: str) -> None:
        """Remember the open session for the next time that the website is opened."""
        await self._store.preferences.put(f"{_LAST_SESSION}{website_id}", session_id)

    async def reading(self) -> tuple[str, Anchor | None]:
        """Return the session id and reading position saved last; ``""`` and ``None`` if it was the end."""
        match (await self._store.preferences.get(_READING) or "").split():
            case [session_id, key, characters, below]:
                return session_id, Anchor(int(key), int(characters), int(below))
            case _:
                return "", None

    async def remember_reading(self, session_id: str, anchor: Anchor | None) -> None:
        """Remember the reading position of the open session for the next start."""
        place = "" if anchor is None else f"{session_id} {anchor.key} {anchor.characters} {anchor.below}"
        await self._store.preferences.put(_READING, place)

    async def watch(self, every: float = WATCH_EVERY) -> AsyncGenerator[frozenset[str], None]:
        """Yield, without end, the ids of sessions that another instance of the program has changed.

        Checks at an interval in seconds, at next to no cost. The changes are in the store already and need
        not be fetched; sessions that this instance changed itself may be among them.
        """
        changes = self._store.changes()
        while True:
            try:
                changed = await changes.look()
            except StoreError:
                changed = frozenset[str]()  # the file may be readable again at the next check
            if changed:
                yield changed
            await asyncio.sleep(every)
