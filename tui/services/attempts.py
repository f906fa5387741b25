"""One try to send one message: claimed, posted, and its outcome written, each step told as it is taken."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui.domain.backoff import retry_pause
from tui.domain.faults import AnswerAstrayError, Fault, ServiceError
from tui.domain.models import Message, MessageState, Role, SendEvent, unsaved_key
from tui.services.faults import INTERRUPTED
from tui.store.errors import StoreError
from tui.store.outbox import NoClaim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime

    from tui.domain.backoff import Pace
    from tui.domain.clock import Clock
    from tui.services.gateway import Gateway
    from tui.services.pauses import Pauses
    from tui.store.store import Store
    from tui.store.turns import Turn

SESSIONS_AT_ONCE = 4
"""Sessions whose messages are on their way at the same time; further ones wait."""

_LOOK_AGAIN = 0.25
"""Seconds between looks at a session in which another instance of the program is sending."""


@dataclass
class Tries:
    """How often, and since when, a message was posted."""

    key: int = 0
    made: int = 0
    began: float = 0.0
    """By the monotonic clock."""

    def count(self, key: int, at: float) -> None:
        """Count a try of the message of that key; another message is counted from its own first try."""
        if key != self.key:
            self.key, self.made, self.began = key, 0, at
        self.made += 1


@dataclass(frozen=True, slots=True)
class _Reply:
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Astray:
    """A reply that is another session's, and what follows from it for the message."""

    session_id: str
    text: str
    fault: Fault


_Outcome = _Reply | _Astray | Fault


class Attempts:
    """Makes the tries. Whatever happens, a message does not stay *sending* in a file that can be written."""

    def __init__(self, store: Store, gateway: Gateway, pace: Pace, pauses: Pauses, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._pauses = pauses
        self._gateway = gateway
        self._pace = pace
        self._slots = asyncio.Semaphore(SESSIONS_AT_ONCE)

    async def make(
        self, session_id: str, website_id: int, turn: Turn, tries: Tries
    ) -> AsyncGenerator[SendEvent, None]:
        """Send the message of the session whose turn it is, once; no step if there is none.

        The steps are *sending* and what came of it. While the file cannot be written they say so, and
        nothing that is not on disk as *sending* leaves.
        """
        failures = 0
        while True:
            try:
                message = await self._claim(session_id, turn)
                break
            except StoreError as error:
                waiting = await self._store.outbox.next(session_id, turn)
                if waiting is None:
                    return
                yield SendEvent(website_id, waiting, unsaved=str(error))
                await asyncio.sleep(self._pace.store.pause(failures))
                failures += 1
        if message is None:
            return
        try:
            try:
                yield SendEvent(website_id, message)
            except GeneratorExit:  # nobody listens any more, and nothing has left
                await self._store.outbox.release(message.key)
                raise
            tries.count(message.key, self._clock.monotonic())
            outcome = await self._post(message, website_id)
        finally:
            self._slots.release()
        async with aclosing(self._written(message, website_id, outcome, tries)) as steps:
            async for step in steps:
                yield step

    async def _claim(self, session_id: str, turn: Turn) -> Message | None:
        """Claim a message, once there is a slot and no other of the session is on its way.

        A slot is held when this returns a message.
        """
        due: Message | None = None
        while True:
            await self._slots.acquire()
            claimed = NoClaim.EMPTY
            try:
                claimed = await self._take(session_id, turn, due)
            finally:
                if isinstance(claimed, NoClaim):
                    self._slots.release()
            if not isinstance(claimed, NoClaim):
                self._pauses.end(claimed)
                return claimed
            if claimed is NoClaim.EMPTY:
                return None
            if claimed is NoClaim.LATER:
                due = await self._due(session_id, turn)
                if due is not None:
                    continue
            await self._store.outbox.settle_abandoned(INTERRUPTED)
            await asyncio.sleep(_LOOK_AGAIN)

    async def _due(self, session_id: str, turn: Turn) -> Message | None:
        """The message that is to be tried again later by the wall clock, if its pause is over."""
        message = await self._store.outbox.next(session_id, turn)
        return message if message is not None and not self._pauses.left(message) else None

    async def _take(self, session_id: str, turn: Turn, due: Message | None) -> Message | NoClaim:
        """Claim a message, or leave it queued if this is cancelled: the store finishes what it began."""
        waited_for = None if due is None else due.retry_at
        claiming = asyncio.create_task(self._store.outbox.claim(session_id, turn, waited_for=waited_for))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            claimed = await claiming
            if not isinstance(claimed, NoClaim):
                await self._store.outbox.release(claimed.key)
            raise

    async def _post(self, message: Message, website_id: int) -> _Outcome:
        began = self._clock.monotonic()
        try:
            client = await self._gateway.client()
            reply = await client.chat(message.content, session_id=message.session_id, website_id=website_id)
        except AnswerAstrayError as error:
            return _Astray(error.session_id, error.text, error.fault)
        except ServiceError as error:
            return error.fault
        except BaseException:  # whatever ends this, the message must not stay *sending*
            with suppress(StoreError):  # then the next start finds it
                await self._store.outbox.settle(message.key, INTERRUPTED)
            raise
        return _Reply(reply.text, self._clock.monotonic() - began)

    async def _written(
        self, message: Message, website_id: int, outcome: _Outcome, tries: Tries
    ) -> AsyncGenerator[SendEvent, None]:
        """Write the outcome, again and again if need be; until it is on disk it is kept here, and told."""
        failures = 0
        while True:
            try:
                written = await self._write_or_restore(message, website_id, outcome, tries)
            except StoreError as error:
                unwritten = _unwritten(website_id, message, outcome, error, self._clock.now())
            else:
                yield written
                return
            try:
                yield unwritten
                await asyncio.sleep(self._pace.store.pause(failures))
            except BaseException:  # the program ends: a last try
                with suppress(StoreError):
                    await self._write(message, website_id, outcome, tries)
                raise
            failures += 1

    async def _write_or_restore(
        self, message: Message, website_id: int, outcome: _Outcome, tries: Tries
    ) -> SendEvent:
        """Write the outcome, of a message that a damaged store has lost too."""
        try:
            return await self._write(message, website_id, outcome, tries)
        except LookupError:
            await self._store.outbox.restore(message, website_id)
            return await self._write(message, website_id, outcome, tries)

    async def _write(self, message: Message, website_id: int, outcome: _Outcome, tries: Tries) -> SendEvent:
        if isinstance(outcome, _Reply):
            question, reply = await self._store.outbox.finish(message.key, outcome.text, outcome.seconds)
            return SendEvent(website_id, question, reply)
        if isinstance(outcome, _Astray):
            settled = await self._store.outbox.settle_astray(
                message.key, outcome.fault, outcome.session_id, website_id, outcome.text
            )
            return SendEvent(website_id, settled)
        pause = retry_pause(
            outcome,
            tries=tries.made,
            elapsed=self._clock.monotonic() - tries.began,
            growth=self._pace.retry,
            chance=random.random(),  # noqa: S311 - a pace, no secret
        )
        retry_at = None if pause is None else self._clock.now() + timedelta(seconds=pause)
        settled = await self._store.outbox.settle(message.key, outcome, retry_at=retry_at)
        if pause is not None:
            self._pauses.begin(settled, pause)
        return SendEvent(website_id, settled)


def _unwritten(
    website_id: int, question: Message, outcome: _Outcome, error: StoreError, at: datetime
) -> SendEvent:
    """An outcome as it is told while it cannot be written: on disk the message is *sending*."""
    if isinstance(outcome, _Astray):
        outcome = outcome.fault
    if isinstance(outcome, Fault):
        return SendEvent(website_id, replace(question, fault=outcome), unsaved=str(error))
    reply = Message(
        key=unsaved_key(question.key),
        session_id=question.session_id,
        role=Role.ASSISTANT,
        content=outcome.text,
        at=at,
        state=MessageState.RECEIVED,
        seconds=outcome.seconds,
    )
    return SendEvent(website_id, question, reply, unsaved=str(error))
