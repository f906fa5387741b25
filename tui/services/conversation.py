"""Sending messages: queued on disk, one at a time in each session, never twice; each step is yielded."""

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
    """Sends, retries, edits and withdraws messages of the outbox.

    Methods raise ``StoreError`` if the store fails; the streams of steps report that in a step instead,
    and try again. ``patience`` is how long an answer may take, in seconds.
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
        """Queue a message in a session; when this returns it is on disk.

        Raises:
            UserError: if it is blank, or the session belongs to another website.
        """
        await self._require(session_id, website_id, text)
        return SendEvent(website_id, await self._store.outbox.enqueue(session_id, website_id, text))

    async def enqueue_draft(
        self, address: Address, text: str, *, over: Draft, behind: str
    ) -> tuple[SendEvent, Draft]:
        """Queue a message as :meth:`enqueue`, and replace the draft ``over`` by the text typed ``behind`` it.

        Raises:
            DraftChangedError: if another instance has changed the draft: nothing is queued.
            UserError: as for :meth:`enqueue`.
        """
        session_id, website_id = address.session_id, address.website_id
        await self._require(session_id, website_id, text)
        message, draft = await self._store.outbox.enqueue_draft(
            session_id, website_id, text, over=over, behind=behind
        )
        return SendEvent(website_id, message), draft

    def pump(self, session_id: str) -> AsyncGenerator[SendEvent, None]:
        """Send the session's queued messages in order, until none is left or one needs the person.

        Each message yields a step *sending*, then its outcome:

        - *answered*, with the reply; the next message follows.
        - *unknown*, ``looking``: it is looked for in the conversation, and a further step has the result:
          *answered*; *failed*, if it was not taken; or *unknown*, with a fault that says why.
        - *queued* with ``retry_at``: the service is unavailable, and the message is retried automatically.
        - *queued* without: another key is needed; a later pump sends it.
        - *failed*: certainly not taken.

        After the last two, and after a message that stays unknown, the rest stays queued: messages behind one
        that failed or is unknown are sent only after the person's decision about it. A step that could not
        be written yet says why in ``unsaved`` and is repeated. A second pump of the session waits for the
        first. If this is cancelled while a message is being posted, that message is *unknown* on disk; if it
        is closed (``aclosing``) at the step *sending*, the message was not posted and is queued again.
        """
        return self._run(session_id)

    def deliver(self, queued: SendEvent) -> AsyncGenerator[SendEvent, None]:
        """Pump (:meth:`pump`) for a message that the person queued knowing the state of those before it.

        It is sent even behind one that failed or is unknown, unless others are queued behind that already.
        """
        message = queued.message
        turn = Turn(just_queued=message.key)
        return self._run(message.session_id, turn, website_id=queued.website_id)

    def send(self, message: Message) -> AsyncGenerator[SendEvent, None]:
        """Pump (:meth:`pump`) this one queued message only; yield nothing if it is no longer queued."""
        return self._run(message.session_id, Turn(only=message.key))

    def resume(self, session_id: str) -> AsyncGenerator[SendEvent, None]:
        """Reconcile the session's *unknown* messages, then :meth:`pump`.

        Called at the start of the program, when the service is back, and on request. Each unknown message
        yields a step ``looking`` and one with the result. The queue is sent only if all of them are
        answered.
        """
        return self._run(session_id, doubts_first=True)

    async def retry(self, key: int) -> SendEvent:
        """Queue a *failed* or *unknown* message again; :meth:`pump` then sends it.

        An unknown message may have been taken, so callers must ask the person first. A search for it ends.

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
        """Replace the text of a *queued*, *failed* or *unknown* message; :meth:`pump` then sends it.

        An unknown one may have been taken: it is dismissed (see :meth:`dismiss`), and the text is queued as
        a new message at the head of the queue.

        Raises:
            UserError: if the text is blank, or the message has none of these states any more.
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
        """Remove a *queued* or *failed* message; return its text for the composer.

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
        """Dismiss an *unknown* message: it stays in the transcript as one that may have been taken.

        It no longer holds up the queue: :meth:`pump` sends the messages behind it.

        Raises:
            UserError: if it is no longer unknown.
        """
        try:
            message = await self._store.doubts.leave(key, LEFT)
        except (IllegalMoveError, LookupError):
            raise UserError("This message is not in doubt any more.") from None
        self._delivery.wake(message.session_id)
        return SendEvent(await self._website_id(message.session_id), message)

    async def stop_retrying(self, session_id: str) -> bool:
        """Fail the session's messages that wait for a retry; return whether there were any.

        The waiting pump yields a last step, *failed*.
        """
        stopped = await self._store.outbox.stop_retrying(session_id)
        self._delivery.wake(session_id)
        return bool(stopped)

    async def give_up(self, message: Message) -> SendEvent:
        """Fail a *queued* message whose last try was not taken, so that it is not sent later.

        Raises:
            LookupError: if it was withdrawn.
        """
        given_up = await self._store.outbox.give_up(message.key)
        self._delivery.wake(message.session_id)
        return SendEvent(await self._website_id(message.session_id), given_up)

    async def outcome(self, message: Message) -> SendEvent:
        """Return the present state of a message that another instance of the program may have sent.

        Raises:
            LookupError: if it was withdrawn.
        """
        return await outcome(self._store, message, await self._website_id(message.session_id))

    async def queued_sessions(self) -> list[str]:
        """Return the ids of the sessions with queued messages, the longest waiting first."""
        return await self._store.outbox.queued_sessions()

    async def unsettled_sessions(self) -> list[str]:
        """Return the ids of the sessions to :meth:`resume`: those with unknown or queued messages."""
        return list(dict.fromkeys(await self._store.doubts.sessions() + await self.queued_sessions()))

    async def settle_abandoned(self) -> list[Message]:
        """Make messages *unknown* that an instance which has ended was sending; return them."""
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
