"""A message's way: from the composer to disk, from disk to the service, and its reply into the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.domain.models import MessageState
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.sessions import Sessions
    from tui.controllers.usage import UsageKeeper
    from tui.domain.models import Message, SendEvent

ON_ITS_WAY = (
    "This message is on its way and counts. Its text is in the composer, to be sent again or changed."
)
TAKEN_BACK = "Taken back before it was sent. Its text is in the composer."


class Sending:
    """Sends what is submitted: one message at a time a session, several sessions at once."""

    def __init__(self, desk: Desk, sessions: Sessions, usage: UsageKeeper) -> None:
        self._desk = desk
        self._sessions = sessions
        self._usage = usage

    def submit(self, text: str) -> None:
        """Take the composer's text: it is cleared once the message is on disk."""
        website = self._desk.place.website
        if website is None:
            self._desk.main.notice.show("Choose a website first: Ctrl+T.", NoticeLevel.WARNING)
            return
        self._desk.main.notice.clear()
        self._desk.work(self._submit(self._desk.place.session_id, website.id, text), "submit")

    async def _submit(self, session_id: str, website_id: int, text: str) -> None:
        try:
            event = await self._desk.services.conversation.enqueue(session_id, website_id, text)
        except UserError:
            self._desk.main.composer.keep()
            raise
        if session_id == self._desk.place.session_id:
            self._desk.main.composer.accept()
        self._show(event)
        self._desk.main.transcript.to_end()
        await self._sessions.relist()
        self.pump(session_id)

    def pump(self, session_id: str) -> None:
        """Send what is queued in a session. Never replaced: a message on its way is not called back."""
        self._desk.work(self._pump(session_id), f"send {session_id}")

    async def _pump(self, session_id: str) -> None:
        async for event in self._desk.services.conversation.pump(session_id):
            self._show(event)
            if event.message.state is MessageState.ANSWERED:
                self._desk.main.show_online()
                self._usage.count()
            if event.message.state is not MessageState.SENDING:
                await self._sessions.relist()

    def _show(self, event: SendEvent) -> None:
        self._desk.main.transcript.apply(event)
        self._desk.main.refresh_bindings()
        fault = event.message.fault
        if fault is not None:
            self._usage.heed(fault)
            if fault.offline:
                self._desk.main.show_offline(fault.title)

    def retry(self) -> None:
        """Send again what failed; what may have been taken is sent again only on the second asking."""
        message = self._desk.main.transcript.trouble
        if message is not None:
            self._desk.work(self._retry(message), "retry")

    async def _retry(self, message: Message) -> None:
        event = await self._desk.services.conversation.retry(message.key)
        self._show(event)
        self.pump(message.session_id)

    def take_back(self) -> None:
        """Esc while waiting: the newest waiting message's text goes back into the composer."""
        waiting = self._desk.main.transcript.state.waiting
        if waiting:
            self._desk.work(self._take_back(waiting[-1]), "take back")

    async def _take_back(self, message: Message) -> None:
        main = self._desk.main
        if message.state is MessageState.QUEUED:
            text = await self._desk.services.conversation.withdraw(message.key)
            main.transcript.withdraw(message.key)
            main.composer.load(text)
            main.notice.show(TAKEN_BACK)
            await self._sessions.relist()
        elif not main.composer.text.strip():
            main.composer.load(message.content)
            main.notice.show(ON_ITS_WAY)
