"""Sending messages: queues them on disk, delivers them, and shows each step in the transcript."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from tui.controllers.returning import Returned
from tui.domain.faults import FaultKind, UserError
from tui.domain.models import Address, MessageState
from tui.domain.send_state import RETRYABLE
from tui.screens.main import NOTHING_FAILED
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable

    from tui.controllers.attention import Attention
    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.controllers.sessions import Sessions
    from tui.controllers.transcripts import Transcripts
    from tui.controllers.unfinished import Unfinished
    from tui.controllers.usage import UsageKeeper
    from tui.domain.models import Message, SendEvent

NOWHERE = "There is no website on screen yet: the text stays here until there is one."
ON_ITS_WAY = (
    "This message is on its way and counts. Its text is in the composer, to be sent again or changed."
)
TAKEN_BACK = "Taken back before it was sent. Its text is in the composer."
STOPPED = "It is not tried again by itself. Ctrl+R sends it, Esc takes it back."
OTHER_KEY = "The service does not take this key. F6 enters another one; what is queued is sent with it."
LEFT, SENT_AS_IT_WAS = "What you were changing in a queued message", "The message is sent as it was."
SURE = (
    "The service may have this message already, and would count it twice. "
    "Look whether its answer comes, or press Ctrl+R again to send it once more."
)
LEFT_AS_IT_IS = "Left as it is: it may have been sent. What waited for it goes on."
SENT_WITH_THIS = "It was not sent. With this text it is sent again."
SENT_AS_NEW = "The message may have been taken, and stays shown. This text is sent as a new one, and counts."

_EDIT = "edit"


class Sending:
    """Sends messages: one at a time in a session, several sessions at once."""

    def __init__(
        self,
        desk: Desk,
        drafts: Drafts,
        sessions: Sessions,
        transcripts: Transcripts,
        usage: UsageKeeper,
        attention: Attention,
        unfinished: Unfinished,
    ) -> None:
        self._desk = desk
        self._drafts = drafts
        self._sessions = sessions
        self._transcripts = transcripts
        self._usage = usage
        self._attention = attention
        self._unfinished = unfinished
        self._doubted: int | None = None
        """The key of the unknown message that a second Ctrl+R sends again."""
        self._unsaved: set[int] = set()
        """The keys of messages whose step could not be written yet; a notice says so."""
        self._followed: Counter[str] = Counter()
        """Number of deliveries under way, by session id."""

    def submit(self, text: str, address: Address | None) -> None:
        """Queue and send the composer's text, which is cleared once the message is on disk."""
        main = self._desk.main
        if address is None:
            main.composer.keep()
            main.notice.show(NOWHERE, NoticeLevel.WARNING)
            return
        main.notice.clear()
        self._desk.step(self._submit, text, address)

    async def _submit(self, text: str, address: Address) -> None:
        event = await self._drafts.queue(address, text)
        # Before anything is drawn: the message is claimed on disk meanwhile.
        self._desk.work(self._deliver, event)
        await self._show_queued(event, address)
        # After the next frame: the message is claimed by then, and the list does not delay its request.
        self._after_paint(lambda: self._desk.step(self._sessions.moved, address.session_id))

    async def _show_queued(self, event: SendEvent, address: Address) -> None:
        """Show a message that was just queued, and scroll to where its reply will be."""
        self._show(event)
        if address == self._desk.place.address:
            composer = self._desk.main.composer
            composer.history = [*composer.history, event.message.content]
            await self._transcripts.follow()

    async def _deliver(self, queued: SendEvent) -> None:
        await self._follow(queued.message.session_id, self._desk.services.conversation.deliver(queued))

    def pump(self, session_id: str) -> None:
        """Send what is queued in a session. No later job cancels it: a message under way stays so."""
        self._desk.work(self._pump, session_id)

    async def _pump(self, session_id: str) -> None:
        await self._follow(session_id, self._desk.services.conversation.pump(session_id))

    def resume(self, session_ids: Iterable[str]) -> None:
        """Look for unknown messages, and send what is queued, in sessions where nothing is under way."""
        for session_id in session_ids:
            if not self._followed[session_id]:
                self._desk.work(self._resume, session_id)

    async def _resume(self, session_id: str) -> None:
        await self._follow(session_id, self._desk.services.conversation.resume(session_id))

    async def _follow(self, session_id: str, steps: AsyncGenerator[SendEvent, None]) -> None:
        """Show every step of a delivery as it is taken."""
        self._followed[session_id] += 1
        looked: set[int] = set()
        try:
            async with aclosing(steps):
                async for event in steps:
                    if event.looking:
                        looked.add(event.message.key)
                    self._show(event)
                    self._attention.arrived(event)
                    fault = event.message.fault
                    if fault is not None and event.message.key not in looked:
                        # The fault of a message that is looked for is an old one: the service may be back.
                        self._desk.note(fault)
                    if event.message.state is MessageState.ANSWERED:
                        self._desk.reached()
                        # An unknown message may have been counted before: ask the service.
                        self._after_paint(self._usage.refresh if looked else self._usage.count)
                    if event.message.state is not MessageState.SENDING:
                        self._after_paint(lambda: self._desk.work(self._sessions.moved, session_id))
        finally:
            self._followed[session_id] -= 1

    def _after_paint(self, job: Callable[[], None]) -> None:
        """Run a job after the next frame, so that the reply is painted before other parts change."""
        self._desk.main.call_after_refresh(job)

    def _show(self, event: SendEvent) -> None:
        main, fault = self._desk.main, event.message.fault
        main.transcript.apply(event)
        main.refresh_bindings()
        if event.unsaved:
            self._unsaved.add(event.message.key)
            main.notice.show(event.unsaved, NoticeLevel.ERROR)
        elif event.message.key in self._unsaved:
            self._unsaved.remove(event.message.key)
            main.notice.clear()
        if fault is not None:
            self._usage.heed(fault)
            if fault.kind is FaultKind.KEY_REFUSED:
                main.notice.show(OTHER_KEY, NoticeLevel.WARNING)

    def retry(self) -> None:
        """Send a failed message again; an unknown one only when asked for a second time."""
        message = self._desk.main.transcript.trouble
        if message is None:
            self._desk.main.notice.show(NOTHING_FAILED)
        elif message.state is MessageState.UNKNOWN and self._doubted != message.key:
            self._doubted = message.key
            self._desk.main.notice.show(SURE, NoticeLevel.WARNING)
            self.resume([message.session_id])
        else:
            self._doubted = None
            self._desk.main.notice.clear()
            self._desk.step(self._retry, message)

    async def _retry(self, message: Message) -> None:
        event = await self._desk.services.conversation.retry(message.key)
        self._show(event)
        self.pump(message.session_id)

    def take_back(self) -> None:
        """Act on Esc for the newest waiting message: stop its retries, withdraw it, or copy its text."""
        waiting, address = self._desk.main.transcript.state.waiting, self._desk.place.address
        if waiting and address is not None:
            self._desk.step(self._take_back, waiting[-1], address)

    async def _take_back(self, message: Message, address: Address) -> None:
        main, conversation = self._desk.main, self._desk.services.conversation
        if message.retry_at is not None:
            await conversation.stop_retrying(message.session_id)
            main.notice.show(STOPPED)
        elif message.state is MessageState.QUEUED:
            await self._withdraw(message, address)
        elif not main.composer.text.strip():
            main.composer.load(message.content)
            main.notice.show(ON_ITS_WAY)

    def withdraw(self, message: Message) -> None:
        """Withdraw a queued or failed message into the composer; dismiss an unknown one."""
        if message.state is MessageState.UNKNOWN:
            self._desk.step(self._dismiss, message)
        elif (address := self._desk.place.address) is not None:
            self._desk.step(self._withdraw, message, address)

    async def _dismiss(self, message: Message) -> None:
        self._show(await self._desk.services.conversation.dismiss(message.key))
        self._desk.main.notice.show(LEFT_AS_IT_IS)
        await self._sessions.relist()
        self.pump(message.session_id)

    async def _withdraw(self, message: Message, address: Address) -> None:
        main = self._desk.main
        text = await self._desk.services.conversation.withdraw(message.key)
        main.transcript.withdraw(message.key)
        await self._drafts.give_back(address, text)
        main.notice.show(TAKEN_BACK)
        await self._sessions.relist()
        if message.state is MessageState.FAILED:
            self.pump(message.session_id)  # send what waited behind it

    def edit(self, message: Message) -> None:
        """Edit a queued, failed or unknown message in a dialog."""
        if (address := self._desk.place.address) is not None:
            self._desk.step(self._edit, message, address)

    async def _edit(self, message: Message, address: Address) -> None:
        from tui.screens.edit_message import KEEPS_ITS_PLACE, EditMessageScreen

        notes = {MessageState.FAILED: SENT_WITH_THIS, MessageState.UNKNOWN: SENT_AS_NEW}
        dialog = partial(EditMessageScreen, note=notes.get(message.state, KEEPS_ITS_PLACE))
        place = f"{_EDIT} {address.website_id} {address.session_id} {message.key}"
        text = await self._unfinished.ask(place, dialog, message.content)
        if text is not None and text.strip():
            try:
                self._show(await self._desk.services.conversation.edit(message.key, text.strip()))
            except UserError:
                # Keep the text as a draft: it can be sent as a message of its own.
                await self._drafts.give_back(address, text)
                await self._drafts.keep()
                await self._unfinished.done(place)
                raise
            if message.state in RETRYABLE:
                await self._transcripts.reread(message.session_id)
                self.pump(message.session_id)
        await self._unfinished.done(place)
        await self._sessions.moved(address.session_id)

    async def take_up_left(self) -> AsyncIterator[Returned]:
        """Restore edits of messages that an earlier run left unfinished, as drafts.

        The messages themselves are sent as they were.
        """
        for place, text in (await self._desk.services.store.unfinished.left(_EDIT)).items():
            _, website_id, session_id, _ = place.split(" ")
            address = Address(int(website_id), session_id)
            await self._drafts.take_up(address, "", text)
            await self._unfinished.done(place)
            yield Returned(LEFT, address, SENT_AS_IT_WAS)
