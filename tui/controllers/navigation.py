"""Navigation between sessions: everything a session shows is read first, then shown in one step.

So website, session, transcript and composer always belong together: a message cannot go to a session that
is not on screen, nor a draft to one that it was not typed in. Of several moves at once, the last one
requested wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.controllers.transcripts import FIRST_PAGE, PAGE
from tui.domain.anchor import Anchor
from tui.domain.draft import merged
from tui.domain.faults import UserError
from tui.domain.models import Address
from tui.domain.session_id import new_session_id
from tui.widgets.notice import NoticeLevel
from tui.widgets.transcript import Hint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.controllers.attention import Attention
    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.controllers.freshening import Freshening
    from tui.controllers.reading import Reading
    from tui.controllers.sessions import Sessions
    from tui.domain.models import Session, TranscriptPage, Website


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything that is shown of a session, as read from the store."""

    website: Website
    session_id: str
    sessions: Sequence[Session]
    page: TranscriptPage
    draft: str
    questions: Sequence[str]
    """Newest first."""
    at: Anchor | None
    """The place to show; ``None`` for the end."""

    @property
    def address(self) -> Address:
        """The session's address."""
        return Address(self.website.id, self.session_id)


class Navigation:
    """Moves the screen to another session; nothing else does."""

    def __init__(
        self,
        desk: Desk,
        drafts: Drafts,
        reading: Reading,
        sessions: Sessions,
        freshening: Freshening,
        attention: Attention,
    ) -> None:
        self._desk = desk
        self._drafts = drafts
        self._reading = reading
        self._sessions = sessions
        self._freshening = freshening
        self._attention = attention
        self._moves = 0
        """Moves requested so far."""
        self.choices = 0
        """Moves that the person requested: a job that opens a session late compares it to see a later one."""

    # What a person asks for

    def open(self, session_id: str) -> None:
        """Open a session of the website on screen."""
        self._go_in_worker(session_id)

    def new(self) -> None:
        """Open a new session, which is listed from its first message or draft on."""
        self._go_in_worker(self._new_id())

    def _go_in_worker(self, session_id: str) -> None:
        website = self._desk.place.website
        if website is None:
            self._desk.main.notice.show("There is no website on screen yet.")
        else:
            self._desk.step(self.enter, website, session_id)

    async def enter(self, website: Website, session_id: str = "", message: int | None = None) -> None:
        """Show a session of a website, close the drawer and focus the composer.

        The session opens at the message with the key ``message``, else where it was left.
        """
        self.choices += 1
        await self.go(website, session_id, message=message, then=self._enter)

    def _enter(self) -> None:
        self._desk.main.close_drawer()
        self._desk.main.composer.focus_input()

    async def start_over(self) -> None:
        """Open a new session in place of the open one; the focus stays where it is."""
        if self._desk.place.website is not None:
            self.choices += 1
            await self.go(self._desk.place.website, self._new_id())

    # The move

    async def go(
        self,
        website: Website,
        session_id: str = "",
        *,
        message: int | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Show a session of a website; without an id, the one open there last, else a new one.

        A move that is overtaken by a later one changes nothing. ``then`` runs once the session is shown.
        """
        self._moves += 1
        asked = self._moves
        visit = await self._read(website, session_id, message)
        if asked != self._moves:
            return
        if visit.address != self._desk.place.address:
            self._arrive(visit)
        if then is not None:
            then()
        self._freshening.again(visit.session_id)
        await self._remember(visit)
        await self._sessions.relist()

    async def _remember(self, visit: Visit) -> None:
        """Store the place for the next start; if that fails, only show a notice."""
        library = self._desk.services.library
        try:
            await library.remember_website(visit.website.id)
            await library.remember_session(visit.website.id, visit.session_id)
        except UserError as error:
            self._desk.main.notice.show(str(error), NoticeLevel.ERROR)

    async def _read(self, website: Website, session_id: str, message: int | None) -> Visit:
        """Read a session. The transcript is read last, as later writes are reported once it is shown."""
        library = self._desk.services.library
        known = await library.session(session_id) if session_id else None
        if known is not None and known.website_id != website.id:
            # It was chosen in a list that was just being replaced by another website's.
            sites = self._desk.place.websites
            website = next((site for site in sites if site.id == known.website_id), website)
        sessions = await library.sessions(website.id)
        if not session_id:
            last = await library.last_session(website.id)
            listed = any(session.id == last for session in sessions)
            session_id = last if last is not None and listed else self._new_id()
        draft = await self._drafts.load(session_id)
        questions = await library.questions(session_id)
        at = await self._reading.place(session_id) if message is None else Anchor(message, 0)
        page = await self._page(session_id, at)
        return Visit(website, session_id, sessions, page, draft, questions, at)

    async def _page(self, session_id: str, at: Anchor | None) -> TranscriptPage:
        """Read the session's end, or the page around the place where it was left."""
        library = self._desk.services.library
        page = await library.page(session_id, limit=FIRST_PAGE)
        if at is None or _holds(page, at):
            return page
        further_up = await library.page_around(session_id, at.key, limit=PAGE)
        return further_up if _holds(further_up, at) else page

    def _arrive(self, visit: Visit) -> None:
        """Replace what is on screen by another session."""
        place, main = self._desk.place, self._desk.main
        typed = self._drafts.leave(place.address)
        self._reading.note()
        place.website, place.session_id = visit.website, visit.session_id
        main.picker.show(visit.website, len(place.websites))
        main.composer.invite(f"Ask {visit.website.name}…")
        main.composer.address = visit.address
        main.composer.load(merged("", typed, visit.draft))
        main.composer.history = visit.questions[::-1]
        main.find_bar.hide()
        main.transcript.sought = ""
        main.transcript.hint = Hint(
            "A new session",
            f"Ask {visit.website.name} what a visitor would ask. "
            "Every answer counts as one message of the month.",
        )
        main.transcript.open(visit.page, visit.website.name, visit.at)
        self._sessions.show(visit.sessions)
        self._attention.show_title()

    def leave(self, hint: Hint, websites: int | None) -> None:
        """Show no session: the account has no website, or none is known."""
        self._moves += 1
        place, main = self._desk.place, self._desk.main
        typed = self._drafts.leave(place.address)
        place.website, place.session_id = None, ""
        main.picker.show(None, websites)
        main.composer.address = None
        main.composer.load(typed)
        main.transcript.hint = hint
        main.transcript.close()
        self._sessions.show(())
        self._attention.show_title()

    def _new_id(self) -> str:
        return new_session_id(self._desk.clock.now())


def _holds(page: TranscriptPage, at: Anchor) -> bool:
    return any(message.key == at.key for message in page.messages)
