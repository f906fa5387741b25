"""Sending messages: queued on disk, one at a time a session, never twice, each step told as it is taken."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from tui.domain.faults import ServiceError, UserError
from tui.domain.models import MessageState, SendEvent
from tui.domain.send_state import IllegalMoveError
from tui.services.faults import INTERRUPTED
from tui.store.outbox import NoClaim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tui.domain.models import Message
    from tui.services.gateway import Gateway
    from tui.store.store import Store

SESSIONS_AT_ONCE = 4
"""Sessions whose messages are on their way at the same time; further ones wait."""

_LOOK_AGAIN = 0.25
"""Seconds between looks at a session in which another instance of the program is sending."""


class Conversation:
    """The outbox at work. Every method raises ``StoreError`` if the store fails."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store = store
        self._gateway = gateway
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._slots = asyncio.Semaphore(SESSIONS_AT_ONCE)

    async def enqueue(self, session_id: str, website_id: int, text: str) -> SendEvent:
        """Put a message in the session's queue; once this returns it is on disk, and the draft is cleared.

        Raises:
            UserError: if there are no words in it, or the session belongs to another website.
        """
        if not text.strip():
            raise UserError("There is nothing to send.")
        session = await self._store.sessions.get(session_id)
        if session is not None and session.website_id != website_id:
            raise UserError(f"The session {session_id} belongs to another website ({session.website_id}).")
        return SendEvent(website_id, await self._store.outbox.enqueue(session_id, website_id, text))

    def pump(self, session_id: str) -> AsyncGenerator[SendEvent, None]:
        """Send what is queued in the session, in order, until nothing is or one does not get an answer.

        Each message gives a step *sending*, then one of *answered*, *failed* and *unknown*; after the last
        two the rest stays queued. A second pump of the session waits for the first. If this is cancelled
        while a message is out, that message is *unknown* on disk; if it is closed (``aclosing``) at the step
        *sending*, the message has not left and is queued again.
        """
        return self._steps(session_id, None)

    def send(self, message: Message) -> AsyncGenerator[SendEvent, None]:
        """As :meth:`pump`, for this one queued message alone; no step if it is queued no more."""
        return self._steps(message.session_id, message.key)

    async def retry(self, key: int) -> SendEvent:
        """Queue a *failed* or *unknown* message again; :meth:`pump` then sends it.

        An unknown one may have been taken, so this asks for the person's word.

        Raises:
            UserError: if the message is no longer failed or unknown.
        """
        try:
            message = await self._store.outbox.retry(key)
        except (IllegalMoveError, LookupError):
            raise UserError("This message needs no second try any more.") from None
        return SendEvent(await self._website_id(message.session_id), message)

    async def withdraw(self, key: int) -> str:
        """Take a *queued* or *failed* message back; returns its text for the composer.

        Raises:
            UserError: if it is on its way already.
        """
        try:
            return await self._store.outbox.withdraw(key)
        except (IllegalMoveError, LookupError):
            raise UserError("This message is on its way already and cannot be taken back.") from None

    async def outcome(self, message: Message) -> SendEvent:
        """What became of a message that another instance of the program may have sent.

        Raises:
            LookupError: if it was withdrawn.
        """
        stored = await self._store.messages.get(message.key)
        if stored is None:
            raise LookupError(f"no message has the key {message.key}")
        following = await self._store.messages.page(message.session_id, after=message.key, limit=1)
        answered = stored.state is MessageState.ANSWERED
        reply = following.messages[0] if answered and following.messages else None
        return SendEvent(await self._website_id(message.session_id), stored, reply)

    async def queued_sessions(self) -> list[str]:
        """The ids of the sessions in which messages are queued, those that wait longest first."""
        return await self._store.outbox.queued_sessions()

    async def settle_abandoned(self) -> list[Message]:
        """Make *unknown* what an instance of the program that is no more was sending; returns it."""
        return await self._store.outbox.settle_abandoned(INTERRUPTED)

    def _turn(self, session_id: str) -> asyncio.Lock:
        return self._turns.setdefault(session_id, asyncio.Lock())

    async def _website_id(self, session_id: str) -> int:
        session = await self._store.sessions.get(session_id)
        if session is None:
            raise LookupError(f"the session {session_id!r} is not known")
        return session.website_id

    async def _steps(self, session_id: str, key: int | None) -> AsyncGenerator[SendEvent, None]:
        state = MessageState.ANSWERED
        await self._gateway.decided()
        async with self._turn(session_id):
            session = await self._store.sessions.get(session_id)
            if session is None:
                return
            website_id = session.website_id
            while state is MessageState.ANSWERED:
                async with self._claim(session_id, key) as message:
                    if message is None:
                        return
                    try:
                        yield SendEvent(website_id, message)
                    except GeneratorExit:  # nobody listens any more, and nothing has left
                        await self._store.outbox.release(message.key)
                        raise
                    outcome = await self._post(message, website_id)
                    state = outcome.message.state
                    yield outcome

    @asynccontextmanager
    async def _claim(self, session_id: str, key: int | None) -> AsyncGenerator[Message | None, None]:
        """Claim the next message, or the one of that key, once there is a slot and no other is on its way."""
        while True:
            async with self._slots:
                claimed = await self._take(session_id, key)
                if claimed is not NoClaim.BUSY:
                    yield None if claimed is NoClaim.EMPTY else claimed
                    return
            await self.settle_abandoned()
            await asyncio.sleep(_LOOK_AGAIN)

    async def _take(self, session_id: str, key: int | None) -> Message | NoClaim:
        """Claim a message, or leave it queued if this is cancelled: the store finishes what it began."""
        claiming = asyncio.create_task(self._store.outbox.claim(session_id, key))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            claimed = await claiming
            if not isinstance(claimed, NoClaim):
                await self._store.outbox.release(claimed.key)
            raise

    async def _post(self, message: Message, website_id: int) -> SendEvent:
        began = monotonic()
        try:
            client = await self._gateway.client()
            reply = await client.chat(message.content, session_id=message.session_id, website_id=website_id)
        except ServiceError as error:
            return SendEvent(website_id, await self._store.outbox.settle(message.key, error.fault))
        except BaseException:  # whatever ends this, the message must not stay *sending*
            await self._store.outbox.settle(message.key, INTERRUPTED)
            raise
        question, answer = await self._store.outbox.finish(message.key, reply.text, monotonic() - began)
        return SendEvent(website_id, question, answer)
