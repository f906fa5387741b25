"""Commands that list and open websites and sessions, and read out transcripts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain.amounts import messages
from tui.domain.clean import one_line
from tui.domain.faults import ServiceError, UserError
from tui.domain.search import MatchPlace, rank
from tui.domain.session_id import new_session_id
from tui.plain import wording
from tui.services.websites import find_website, require_website

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.domain.models import Session, TranscriptPage, Website
    from tui.plain.console import Console
    from tui.plain.place import Place
    from tui.services.open import Services

LISTED = 20
"""Most sessions in a list: nobody listens to more."""
PAGE = 10
"""Messages read out at a time."""


class Browsing:
    """Runs the commands that list, find and open websites and sessions."""

    def __init__(self, services: Services, console: Console, place: Place) -> None:
        self._services = services
        self._library = services.library
        self._console = console
        self._place = place

    # Websites

    async def websites(self, words: str) -> None:
        """List the account's websites, fetched anew."""
        del words
        try:
            self._place.websites = await self._library.refresh_websites()
        except ServiceError as error:
            self._console.say(f"As known from before: {error.fault.sentence}")
        if not self._place.websites:
            self._console.say("The account has no website yet: add one at Asyntai first.")
        here = self._place.website
        for number, site in enumerate(self._place.websites, 1):
            mark = ", the one you are at" if here is not None and site.id == here.id else ""
            self._console.say(f"{number}. {wording.website(site)}{mark}")
        if here is None and self._place.websites:
            await self.enter(find_website(self._place.websites, "") or self._place.websites[0])
            self.say_where()

    async def website(self, words: str) -> None:
        """Go to another website, by its number in the list, its id or its domain.

        Raises:
            UserError: if there is none, or the number of one is the id of another.
        """
        if not words:
            self.say_where()
            return
        await self.enter(self._chosen_website(words))
        self.say_where()

    def _chosen_website(self, words: str) -> Website:
        sites = self._place.websites
        by_number = sites[int(words) - 1] if words in _numbers(sites) else None
        by_name = find_website(sites, words)
        if by_number is not None and by_name is not None and by_number.id != by_name.id:
            one, other = one_line(by_number.domain), one_line(by_name.domain)
            raise UserError(f"{words} is the number of {one} and the id of {other}: say which by its domain.")
        return by_number or require_website(sites, words)

    async def enter(self, website: Website, session_id: str = "") -> None:
        """Enter a website, in the session with that id, else in a new one."""
        self._place.website = website
        self._place.session_id = session_id or new_session_id(self._services.clock.now())
        self._place.read_from, self._place.has_more = None, True
        try:
            await self._library.remember_website(website.id)
            await self._library.remember_session(website.id, self._place.session_id)
        except UserError as error:  # only the memory of it is lost
            self._console.say(str(error))

    def say_where(self) -> None:
        """Say which website is open, and that its session is new."""
        if self._place.website is not None:
            self._console.say(f"Website: {wording.website(self._place.website)}. A new session.")

    async def new(self, words: str) -> None:
        """Start a new session."""
        del words
        if self._place.website is not None:
            await self.enter(self._place.website)
        self._console.say("A new session.")

    # Sessions

    async def sessions(self, words: str) -> None:
        """List the website's sessions, or those that match some words."""
        if self._place.website is None:
            self._console.say("There is no website yet: /websites asks for them.")
            return
        sessions: Sequence[Session] = await self._library.sessions(self._place.website.id)
        if words:
            sessions = [hit.session for hit in rank(words, sessions)]
        shown = await self._filled(sessions[:LISTED])
        self._place.listed, self._place.hits = shown, {}
        if not shown:
            self._console.say(
                "No session answers that: /find looks in all text." if words else "No sessions."
            )
            return
        now = self._services.clock.now()
        for number, each in enumerate(shown, 1):
            mark = ", open now" if each.id == self._place.session_id else ""
            self._console.say(f"{number}. {wording.session(each, now)}{mark}")
        more = f" {len(sessions):,} in all: /sessions and words." if len(sessions) > LISTED else ""
        self._console.say(f"/open and a number opens one.{more}")

    async def _filled(self, sessions: Sequence[Session]) -> list[Session]:
        """Return the sessions, after fetching those without stored messages."""
        unknown = [each for each in sessions if not each.message_count]
        if not unknown:
            return list(sessions)
        self._console.say(f"Asking the service for {len(unknown)} of them.")
        asked = (self._library.refresh_session(each.id) for each in unknown)
        answers = await asyncio.gather(*asked, return_exceptions=True)
        told: dict[str, Session] = {}
        for before, answer in zip(unknown, answers, strict=True):
            match answer:
                case ServiceError() | LookupError():
                    pass  # its row stays as it is
                case BaseException():
                    raise answer
                case session:
                    told[before.id] = session
        return [told.get(each.id, each) for each in sessions]

    async def find(self, words: str) -> None:
        """Search the sessions of all websites by title, id, or words of their messages."""
        hits = await self._library.search(words, LISTED) if words else []
        self._place.listed = [hit.session for hit in hits]
        self._place.hits = {hit.session.id: hit.message for hit in hits if hit.message is not None}
        if not hits:
            self._console.say("Nothing found." if words else "Say what to find: /find and words.")
        for number, hit in enumerate(hits, 1):
            site = self._place.website_of(hit.session.website_id)
            of = f", {one_line(site.name, 60)}" if site is not None else ""
            said = f". {hit.snippet}" if hit.place is MatchPlace.TEXT and hit.snippet else ""
            self._console.say(f"{number}. {wording.title_of(hit.session)}{of}{said}")
        if hits:
            self._console.say("/open and a number opens one.")

    async def open(self, words: str) -> None:
        """Open a session by its number in the last list, or by its id, stored or known to the service.

        Raises:
            UserError: if there is none.
            ServiceError: if the service had to be asked, and the call failed.
        """
        if not words:
            raise UserError("Say which: /open and a number of the last list, or an id.")
        listed, website = self._place.listed, self._place.website
        by_number = words in _numbers(listed)
        session_id = listed[int(words) - 1].id if by_number else words
        if website is None:
            raise UserError("There is no website yet: /websites asks for them.")
        session = await self._library.open_by_id(session_id, website.id)
        if session is None:
            name = one_line(session_id, 60)
            raise UserError(f"The service knows no message of a session {name}: check the id.")
        await self.go_on(session, self._place.hits.get(session_id) if by_number else None)

    async def go_on(self, session: Session, message: int | None = None) -> None:
        """Enter a session and read it out: around the message with that key, else its end.

        Raises:
            UserError: if its website is no longer in the account.
        """
        home = self._place.website_of(session.website_id)
        if home is None:
            raise UserError(f"The website of {one_line(session.id, 60)} is not in this account any more.")
        try:
            session = await self._library.refresh_session(session.id)
        except ServiceError as error:
            self._console.say(f"As known from before: {error.fault.sentence}")
        await self.enter(home, session.id)
        count = messages(session.message_count)
        self._console.say(f"Website: {wording.website(home)}. Session: {wording.titled(session)} {count}.")
        if message is None:
            await self._read_out()
        else:
            page = await self._library.page_around(session.id, message, limit=PAGE)
            self._say(page)
            if page.has_newer:
                self._console.say(f"/open {one_line(session.id, 200)} reads its end.")

    async def more(self, words: str) -> None:
        """Read out the messages before those read last."""
        del words
        if self._place.has_more:
            await self._read_out()
        else:
            self._console.say("Nothing before this.")

    async def _read_out(self) -> None:
        place = self._place
        self._say(await self._library.page(place.session_id, before=place.read_from, limit=PAGE))

    def _say(self, page: TranscriptPage) -> None:
        """Read out a page; ``/more`` continues before it."""
        place = self._place
        for line in wording.transcript(page.messages, self._services.clock.now()):
            self._console.say(line)
        if page.messages:
            place.read_from = page.messages[0].key
        else:
            self._console.say("No messages yet.")
        place.has_more = page.has_older
        if place.has_more:
            self._console.say("/more reads what came before these.")


def _numbers(things: Sequence[object]) -> set[str]:
    """Return the numbers by which the items of a list are chosen."""
    return {str(number) for number in range(1, len(things) + 1)}
