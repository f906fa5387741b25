"""A message's way: from the composer to disk, from disk to the service, and its reply into the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.domain.models import Address, MessageState
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.controllers.freshening import Freshening
    from tui.controllers.sessions import Sessions
    from tui.controllers.transcripts import Transcripts
    from tui.controllers.usage import UsageKeeper
    from tui.domain.models import Message, SendEvent

NOWHERE = "There is no website on screen yet: the text stays here until there is one."
ON_ITS_WAY = (
    "This message is on its way and counts. Its text is in the composer, to be sent again or changed."
)
TAKEN_BACK = "Taken back before it was sent. Its text is in the composer."
SURE = (
    "The service may have this message already, and would count it twice. "
    "Look whether its answer comes, or press Ctrl+R again to send it once more."
)


class Sending:
    """Sends what is submitted: one message at a time a session, several sessions at once."""

    def __init__(
        self,
        desk: Desk,
        drafts: Drafts,
        sessions: Sessions,
        freshening: Freshening,
        transcripts: Transcripts,
        usage: UsageKeeper,
    ) -> None:
        self._desk = desk
        self._drafts = drafts
        self._sessions = sessions
        self._freshening = freshening
        self._transcripts = transcripts
        self._usage = usage
        self._doubted: int | None = None
        """The key of the message that a person was asked about before it is sent a second time."""

    def submit(self, text: str, address: Address | None) -> None:
        """Take the composer's text: it is cleared once the message is on disk."""
        main = self._desk.main
        if address is None:
            main.composer.keep()
            main.notice.show(NOWHERE, NoticeLevel.WARNING)
            return
        main.notice.clear()
        self._desk.work(self._submit, text, address)

    async def _submit(self, text: str, address: Address) -> None:
        composer, place = self._desk.main.composer, self._desk.place
        conversation = self._desk.services.conversation
        try:
            async with self._drafts.turn:
                event = await conversation.enqueue(address.session_id, address.website_id, text)
        except UserError:
            if address == place.address:
                composer.keep()
            else:
                await self._drafts.give_back(address, text)
            raise
        # First of all: the screen is drawn while the request leaves.
        self.pump(address.session_id)
        if address == place.address:
            composer.accept()
            composer.history = [*composer.history, text]
            self._show(event)
            self._transcripts.follow()
        await self._sessions.moved(address.session_id)

    def pump(self, session_id: str) -> None:
        """Send what is queued in a session. Never replaced: a message on its way is not called back."""
        self._desk.work(self._pump, session_id)

    async def _pump(self, session_id: str) -> None:
        async for event in self._desk.services.conversation.pump(session_id):
            self._show(event)
            if event.message.state is MessageState.ANSWERED:
                self._desk.reached()
                self._usage.count()
            if event.message.state is not MessageState.SENDING:
                await self._sessions.moved(session_id)

    def _show(self, event: SendEvent) -> None:
        self._desk.main.transcript.apply(event)
        self._desk.main.refresh_bindings()
        fault = event.message.fault
        if fault is not None:
            self._usage.heed(fault)
            self._desk.note(fault)

    def retry(self) -> None:
        """Send again what failed; what may have been taken is sent again only on the second asking."""
        message = self._desk.main.transcript.trouble
        if message is None:
            return
        if message.state is MessageState.UNKNOWN and self._doubted != message.key:
            self._doubted = message.key
            self._desk.main.notice.show(SURE, NoticeLevel.WARNING)
            self._freshening.again(message.session_id)
        else:
            self._doubted = None
            self._desk.main.notice.clear()
            self._desk.work(self._retry, message)

    async def _retry(self, message: Message) -> None:
        event = await self._desk.services.conversation.retry(message.key)
        self._show(event)
        self.pump(message.session_id)

    def take_back(self) -> None:
        """Esc while waiting: the newest waiting message's text goes back into the composer."""
        waiting, address = self._desk.main.transcript.state.waiting, self._desk.place.address
        if waiting and address is not None:
            self._desk.work(self._take_back, waiting[-1], address)

    async def _take_back(self, message: Message, address: Address) -> None:
        main = self._desk.main
        if message.state is MessageState.QUEUED:
            text = await self._desk.services.conversation.withdraw(message.key)
            main.transcript.withdraw(message.key)
            await self._drafts.give_back(address, text)
            main.notice.show(TAKEN_BACK)
            await self._sessions.relist()
        elif not main.composer.text.strip():
            main.composer.load(message.content)
            main.notice.show(ON_ITS_WAY)
