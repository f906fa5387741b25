"""Sending messages: queued on disk, one at a time a session, never twice, each step told as it is taken."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.domain.models import MessageState, SendEvent
from tui.domain.send_state import IllegalMoveError
from tui.services.attempts import Attempts
from tui.services.delivery import Delivery
from tui.services.faults import INTERRUPTED, LEFT
from tui.services.pauses import Pauses
from tui.services.reconcile import Reconciler, outcome
from tui.store.turns import FIRST, Turn

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tui.domain.backoff import Pace
    from tui.domain.clock import Clock
    from tui.domain.models import Address, Draft, Message
    from tui.services.gateway import Gateway
    from tui.services.windows import Windows
    from tui.store.store import Store


class Conversation:
    """The outbox at work.

    Methods raise ``StoreError`` if the store fails; the streams of steps rather say so in a step, and try
    again. ``patience`` is how long an answer may take, in seconds.
    """

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        windows: Windows,
        *,
        patience: float,
        pace: Pace,
        clock: Clock,
    ) -> None:
        self._store = store
        self._gateway = gateway
        pauses = Pauses(clock)
        self._delivery = Delivery(
            store,
            Attempts(store, gateway, pace, pauses, clock),
            Reconciler(store, windows, patience, pace.look, clock),
            pauses,
            clock,
        )

    async def enqueue(self, session_id: str, website_id: int, text: str) -> SendEvent:
        """Put a message in the session's queue; once this returns it is on disk.

        Raises:
            UserError: if there are no words in it, or the session belongs to another website.
        """
        await self._require(session_id, website_id, text)
        return SendEvent(website_id, await self._store.outbox.enqueue(session_id, website_id, text))

    async def enqueue_draft(
        self, address: Address, text: str, *, over: Draft, behind: str
    ) -> tuple[SendEvent, Draft]:
        """As :meth:`enqueue`, and make what was typed ``behind`` it the draft in the place of ``over``.

        Raises:
            DraftChangedError: if another instance has put another text there: nothing is queued.
            UserError: as for :meth:`enqueue`.
        """
        session_id, website_id = address.session_id, address.website_id
        await self._require(session_id, website_id, text)
        message, draft = await self._store.outbox.enqueue_draft(
            session_id, website_id, text, over=over, behind=behind
        )
        return SendEvent(website_id, message), draft

    def pump(self, session_id: str) -> AsyncGenerator[SendEvent, None]:
        """Send what is queued in the session, in order, until nothing is or one needs the person.

        Each message gives a step *sending*, then what came of it:

        - *answered*, with the reply; the next one follows.
        - *unknown*, ``looking``: it is looked for in the conversation, and a further step tells what was
          found: *answered*; *failed*, if it was not taken; or *unknown*, with a fault that says why.
        - *queued* with ``retry_at``: the service is away or not there, and it is tried again by itself.
        - *queued* without: another key is needed; a later pump sends it.
        - *failed*, surely not taken.

        After the last two, and what stays unknown, the rest stays queued: what waits behind a message that
        failed or is unknown is sent only once the person has decided about that one. A step that could not be
        written yet says why in ``unsaved`` and comes again. A second pump of the session waits for the first.
        If this is cancelled while a message is out, that message is *unknown* on disk; if it is closed
        (``aclosing``) at the step *sending*, the message has not left and is queued again.
        """
        return self._run(session_id)

    def deliver(self, queued: SendEvent) -> AsyncGenerator[SendEvent, None]:
        """As :meth:`pump`, for what the person has just queued, seeing how the messages before it stand.

        It goes even behind one that failed or is unknown, unless something waits behind that already.
        """
        message = queued.message
        turn = Turn(just_queued=message.key)
        return self._run(message.session_id, turn, website_id=queued.website_id)

    def send(self, message: Message) -> AsyncGenerator[SendEvent, None]:
        """As :meth:`pump`, for this one queued message alone; no step if it is queued no more."""
        return self._run(message.session_id, Turn(only=message.key))

    def resume(self, session_id: str) -> AsyncGenerator[SendEvent, None]:
        """Find out what became of the session's *unknown* messages, then :meth:`pump`.

        For the start of the program, for when the service is back, and for a person who asks. Each unknown
        message gives a step, ``looking``, and one that tells what was found. The queue goes on only if all
        of them are answered.
        """
        return self._run(session_id, doubts_first=True)

    async def retry(self, key: int) -> SendEvent:
        """Queue a *failed* or *unknown* message again; :meth:`pump` then sends it.

        An unknown one may have been taken, so this asks for the person's word. If it is looked for, that
        ends.

        Raises:
            UserError: if the message is no longer failed or unknown.
        """
        try:
            message = await self._store.outbox.retry(key)
        except (IllegalMoveError, LookupError):
            raise UserError("This message needs no second try any more.") from None
        self._delivery.wake(message.session_id)
        return SendEvent(await self._website_id(message.session_id), message)

    async def edit(self, key: int, text: str) -> SendEvent:
        """Put another text in the place of a *queued*, *failed* or *unknown* message's, for :meth:`pump`.

        An unknown one may have been taken: it is left as it is (see :meth:`dismiss`), and the text is queued
        as a new message, before all that is queued.

        Raises:
            UserError: if there are no words in it, or the message has none of these states any more.
        """
        _require_words(text)
        before = await self._store.messages.get(key)
        try:
            if before is not None and before.state is MessageState.UNKNOWN:
                message = await self._store.doubts.replace(key, text, LEFT)
            else:
                message = await self._store.outbox.edit(key, text)
        except (IllegalMoveError, LookupError):
            raise UserError("This message is on its way already and cannot be changed.") from None
        self._delivery.wake(message.session_id)
        return SendEvent(await self._website_id(message.session_id), message)

    async def withdraw(self, key: int) -> str:
        """Take a *queued* or *failed* message back; returns its text for the composer.

        Raises:
            UserError: if it is on its way already.
        """
        message = await self._store.messages.get(key)
        try:
            text = await self._store.outbox.withdraw(key)
        except (IllegalMoveError, LookupError):
            raise UserError("This message is on its way already and cannot be taken back.") from None
        if message is not None:
            self._delivery.wake(message.session_id)
        return text

    async def dismiss(self, key: int) -> SendEvent:
        """Settle an *unknown* message as it is: it stays shown as one that may have been taken.

        Nothing waits for it any more: :meth:`pump` sends what is queued behind it.

        Raises:
            UserError: if it is unknown no more.
        """
        try:
            message = await self._store.doubts.leave(key, LEFT)
        except (IllegalMoveError, LookupError):
            raise UserError("This message is not in doubt any more.") from None
        self._delivery.wake(message.session_id)
        return SendEvent(await self._website_id(message.session_id), message)

    async def stop_retrying(self, session_id: str) -> bool:
        """Give up what waits for its next try in the session; whether anything did.

        The pump that waits gives it as a last step, *failed*.
        """
        stopped = await self._store.outbox.stop_retrying(session_id)
        self._delivery.wake(session_id)
        return bool(stopped)

    async def give_up(self, message: Message) -> SendEvent:
        """Make a *queued* message that was not taken at its last try *failed*, so that nobody sends it later.

        Raises:
            LookupError: if it was withdrawn.
        """
        given_up = await self._store.outbox.give_up(message.key)
        self._delivery.wake(message.session_id)
        return SendEvent(await self._website_id(message.session_id), given_up)

    async def outcome(self, message: Message) -> SendEvent:
        """What became of a message that another instance of the program may have sent.

        Raises:
            LookupError: if it was withdrawn.
        """
        return await outcome(self._store, message, await self._website_id(message.session_id))

    async def queued_sessions(self) -> list[str]:
        """The ids of the sessions in which messages are queued, those that wait longest first."""
        return await self._store.outbox.queued_sessions()

    async def unsettled_sessions(self) -> list[str]:
        """The ids of the sessions to :meth:`resume`: where messages are unknown or queued."""
        return list(dict.fromkeys(await self._store.doubts.sessions() + await self.queued_sessions()))

    async def settle_abandoned(self) -> list[Message]:
        """Make *unknown* what an instance of the program that is no more was sending; returns it."""
        return await self._store.outbox.settle_abandoned(INTERRUPTED)

    async def _run(
        self,
        session_id: str,
        turn: Turn = FIRST,
        *,
        website_id: int | None = None,
        doubts_first: bool = False,
    ) -> AsyncGenerator[SendEvent, None]:
        await self._gateway.decided()
        delivery = self._delivery.run(session_id, turn, website_id=website_id, doubts_first=doubts_first)
        async with aclosing(delivery) as steps:
            async for step in steps:
                yield step

    async def _require(self, session_id: str, website_id: int, text: str) -> None:
        _require_words(text)
        session = await self._store.sessions.get(session_id)
        if session is not None and session.website_id != website_id:
            raise UserError(f"The session {session_id} belongs to another website ({session.website_id}).")

    async def _website_id(self, session_id: str) -> int:
        session = await self._store.sessions.get(session_id)
        if session is None:
            raise LookupError(f"the session {session_id!r} is not known")
        return session.website_id


def _require_words(text: str) -> None:
    if not text.strip():
        raise UserError("There is nothing to send.")
