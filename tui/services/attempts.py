"""Attempts: claim one message, post it and write its outcome, yielding each step."""

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
"""Sessions with a message on its way at the same time; others wait."""

_LOOK_AGAIN = 0.25
"""Seconds between looks at a session in which another instance of the program is sending."""


@dataclass
class Tries:
    """How often a message was posted, and since when."""

    key: int = 0
    made: int = 0
    began: float = 0.0
    """By the monotonic clock."""

    def count(self, key: int, at: float) -> None:
        """Count a try of the message with that key; another message starts a new count."""
        if key != self.key:
            self.key, self.made, self.began = key, 0, at
        self.made += 1


@dataclass(frozen=True, slots=True)
class _Reply:
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Astray:
    """Reply that carries another session's id, and the fault to record for the message."""

    session_id: str
    text: str
    fault: Fault


_Outcome = _Reply | _Astray | Fault


class Attempts:
    """Makes attempts; none leaves a message *sending* in a store that can be written, however it ends."""

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
        """Send the message of the session whose turn it is, once; yield nothing if there is none.

        Yields *sending*, then the outcome. While the store cannot be written, steps with ``unsaved`` say so,
        and nothing is posted that is not *sending* on disk.
        """
        # Claim a message; while the store fails, report that and try again.
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
        # Post it; the slot that the claim holds is released whatever happens.
        try:
            try:
                yield SendEvent(website_id, message)
            except GeneratorExit:  # the consumer is gone, and nothing was posted
                await self._store.outbox.release(message.key)
                raise
            tries.count(message.key, self._clock.monotonic())
            outcome = await self._post(message, website_id)
        finally:
            self._slots.release()
        # Write the outcome, outside the slot: the store may fail for long.
        async with aclosing(self._written(message, website_id, outcome, tries)) as steps:
            async for step in steps:
                yield step

    async def _claim(self, session_id: str, turn: Turn) -> Message | None:
        """Claim a message as soon as a slot is free and no other of the session is on its way.

        If a message is returned, its slot is still held.
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
                # Claim it all the same if its pause is over by the monotonic clock.
                due = await self._due(session_id, turn)
                if due is not None:
                    continue
            # Another instance may be sending in the session, or have ended while it was.
            await self._store.outbox.settle_abandoned(INTERRUPTED)
            await asyncio.sleep(_LOOK_AGAIN)

    async def _due(self, session_id: str, turn: Turn) -> Message | None:
        """Return the next message if its pause is over, though not yet by the wall clock."""
        message = await self._store.outbox.next(session_id, turn)
        return message if message is not None and not self._pauses.left(message) else None

    async def _take(self, session_id: str, turn: Turn, due: Message | None) -> Message | NoClaim:
        """Claim a message; if cancelled, let the store finish its claim and then release it."""
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
        except BaseException:  # cancelled or failed: the message must not stay *sending*
            with suppress(StoreError):  # the next start settles it
                await self._store.outbox.settle(message.key, INTERRUPTED)
            raise
        return _Reply(reply.text, self._clock.monotonic() - began)

    async def _written(
        self, message: Message, website_id: int, outcome: _Outcome, tries: Tries
    ) -> AsyncGenerator[SendEvent, None]:
        """Write the outcome, retrying until it is on disk; yield an ``unsaved`` step for each failure."""
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
            except BaseException:  # the program is ending: try a last time
                with suppress(StoreError):
                    await self._write(message, website_id, outcome, tries)
                raise
            failures += 1

    async def _write_or_restore(
        self, message: Message, website_id: int, outcome: _Outcome, tries: Tries
    ) -> SendEvent:
        """Write the outcome; restore the message first if a damaged store has lost it."""
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
    """Return the step of an outcome that cannot be written; on disk the message is still *sending*."""
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
