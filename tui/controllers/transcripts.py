"""The open session's transcript: loads its pages from the store, and copies from it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

from tui.domain import when
from tui.domain.clean import clean, marks_in
from tui.domain.models import Role
from tui.screens.main import NO_REPLY

if TYPE_CHECKING:
    from collections.abc import Generator

    from tui.controllers.copying import Copying
    from tui.controllers.desk import Desk
    from tui.domain.models import Message, TranscriptPage

FIRST_PAGE = 60
"""Messages that a session opens with: more than the largest window shows."""
PAGE = 100
"""Messages that are fetched from the store at a time as a person scrolls."""


class Transcripts:
    """Loads the transcript's pages, and carries out its actions."""

    def __init__(self, desk: Desk, copying: Copying) -> None:
        self._desk = desk
        self._copying = copying

    @property
    def _bot(self) -> str:
        website = self._desk.place.website
        return website.name if website is not None else ""

    async def open(self, session_id: str) -> None:
        """Show a session's end, as the store has it."""
        page = await self._desk.services.library.page(session_id, limit=FIRST_PAGE)
        if self._is_open(page):
            self._desk.main.transcript.open(page, self._bot)

    async def follow(self) -> None:
        """Scroll to the newest message, and follow those that come."""
        if self._desk.main.transcript.state.has_newer:
            await self.open(self._desk.place.session_id)
        else:
            self._desk.main.transcript.to_end()

    async def reread(self, session_id: str) -> None:
        """Show what has changed at the session's end, if the transcript holds it."""
        page = await self._desk.services.library.page(session_id, limit=FIRST_PAGE)
        if self._is_open(page):
            self._desk.main.transcript.refreshed(page)
            self._desk.main.refresh_bindings()

    def older(self, key: int) -> None:
        """Load the messages before one from the store."""
        self._desk.refresh_step("page", self._older, self._desk.place.session_id, key)

    async def _older(self, session_id: str, key: int) -> None:
        with self._asked_beyond(key):
            page = await self._desk.services.library.page(session_id, before=key, limit=PAGE)
        held = self._desk.main.transcript.state.messages
        if self._is_open(page) and held and held[0].key == key:
            self._desk.main.transcript.add_older(page)

    def newer(self, key: int) -> None:
        """Load the messages after one from the store."""
        self._desk.refresh_step("page", self._newer, self._desk.place.session_id, key)

    async def _newer(self, session_id: str, key: int) -> None:
        with self._asked_beyond(key):
            page = await self._desk.services.library.page(session_id, after=key, limit=PAGE)
        held = self._desk.main.transcript.state.messages
        if self._is_open(page) and held and held[-1].key == key:
            self._desk.main.transcript.add_newer(page)

    @contextmanager
    def _asked_beyond(self, key: int) -> Generator[None]:
        """Let the page beyond a message be asked for again if loading it fails or is cancelled."""
        came = False
        try:
            yield
            came = True
        finally:
            transcript = self._desk.main.transcript
            if not came and transcript.asked_for == key:
                transcript.asked_for = None

    def _is_open(self, page: TranscriptPage) -> bool:
        return page.session_id == self._desk.place.session_id

    def to_end(self) -> None:
        """Load the session's end, and go to its newest message."""
        self._desk.refresh_step("page", self.open, self._desk.place.session_id)

    def to_start(self) -> None:
        """Load the session's start, and go to its oldest message."""
        self._desk.refresh_step("page", self._to_start, self._desk.place.session_id)

    async def _to_start(self, session_id: str) -> None:
        page = await self._desk.services.library.first_page(session_id, limit=PAGE)
        if self._is_open(page) and page.messages:
            self._desk.main.transcript.open(page, self._bot)
            self._desk.main.transcript.to_message(page.messages[0].key)

    async def go_to(self, session_id: str, key: int) -> None:
        """Scroll to a message, loading the page around it if it is not held."""
        transcript = self._desk.main.transcript
        if session_id == self._desk.place.session_id and not transcript.to_message(key):
            page = await self._desk.services.library.page_around(session_id, key, limit=PAGE)
            if self._is_open(page):
                transcript.open(page, self._bot)
                transcript.to_message(key)

    # Copying

    def copy_reply(self) -> None:
        """Copy the last reply's Markdown source."""
        reply = self._desk.main.transcript.last_reply
        if reply is None:
            self._desk.main.notice.show(NO_REPLY)
        else:
            self._copying.copy("the last reply", clean(reply.content), marks_in(reply.content))

    def copy_one(self, what: str, options: list[str], marks: int) -> None:
        """Copy a text; of several, the person chooses one."""
        if not options:
            self._desk.main.notice.show(f"This message does not hold {what}.")
        elif len(options) == 1:
            self._copying.copy(what, options[0], marks)
        else:
            self._desk.step(self._choose, what, options, marks)

    async def _choose(self, what: str, options: list[str], marks: int) -> None:
        from tui.screens.choose import ChooseScreen

        choice = await self._desk.app.push_screen_wait(ChooseScreen(f"Copy {what}", options))
        if choice is not None:
            self._copying.copy(what, options[choice], marks)

    def details(self, message: Message) -> None:
        """Show a message's details in a dialog."""
        from tui.screens.details import MessageDetailsScreen

        self._desk.app.push_screen(MessageDetailsScreen(details(message), message.content))


def details(message: Message) -> list[tuple[str, str]]:
    """List a message's details as labels and values."""
    rows = [
        ("From", "you" if message.role is Role.USER else message.author or "the assistant"),
        (
            "Written",
            f"{when.local(message.at):%Y-%m-%d %H:%M:%S} ({message.at.astimezone(UTC):%H:%M:%S} UTC)",
        ),
        ("State", message.state.value),
        ("Session", message.session_id),
        ("Length", f"{len(message.content):,} characters"),
    ]
    if message.seconds is not None:
        rows.append(("Answered in", when.lasting(message.seconds)))
    if message.fault is not None:
        fault = message.fault
        rows += [("Problem", f"{fault.title}. {fault.sentence}"), ("What to do", fault.remedy)]
    return rows
