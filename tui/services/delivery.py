"""Delivery: sends a session's messages in order, until all are answered or one needs the person."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from tui.domain.models import MessageState, SendEvent
from tui.services.alarms import Alarms
from tui.services.attempts import Tries
from tui.store.turns import FIRST

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tui.domain.clock import Clock
    from tui.domain.models import Message
    from tui.services.alarms import Alarm
    from tui.services.attempts import Attempts
    from tui.services.pauses import Pauses
    from tui.services.reconcile import Reconciler
    from tui.store.store import Store
    from tui.store.turns import Turn


_SETTLED = frozenset({MessageState.ANSWERED, MessageState.RECEIVED})
"""States after which the queue continues: answered, or dismissed by the person."""


class Delivery:
    """Runs deliveries, one at a time in each session; a second one waits for the first."""

    def __init__(
        self, store: Store, attempts: Attempts, reconciler: Reconciler, pauses: Pauses, clock: Clock
    ) -> None:
        self._store = store
        self._clock = clock
        self._pauses = pauses
        self._attempts = attempts
        self._reconciler = reconciler
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._alarms = Alarms()

    def wake(self, session_id: str) -> None:
        """Wake a delivery that waits in the session, after a change of its messages."""
        self._alarms.ring(session_id)

    async def run(
        self,
        session_id: str,
        turn: Turn = FIRST,
        *,
        website_id: int | None = None,
        doubts_first: bool = False,
    ) -> AsyncGenerator[SendEvent, None]:
        """Send the session's queued messages that ``turn`` allows.

        ``website_id`` is the session's website; if not given it is read from the store.

        With ``doubts_first``, *unknown* messages are reconciled first; if one of them is then not answered,
        the queue waits for the person.
        """
        async with self._turns.setdefault(session_id, asyncio.Lock()):
            if website_id is None:
                session = await self._store.sessions.get(session_id)
                if session is None:
                    return
                website_id = session.website_id
            with self._alarms.set(session_id) as alarm:
                # Reconcile the unknown messages first, if asked to.
                paused = False
                for doubted in await self._store.doubts.of(session_id) if doubts_first else ():
                    yield SendEvent(website_id, doubted, looking=True)
                    async with aclosing(self._reconciler.look_for(doubted, website_id, alarm)) as steps:
                        async for step in steps:
                            yield step
                            paused |= _needs_the_person(step)
                if paused:
                    return
                # Send the queue.
                async with aclosing(self._sent(session_id, website_id, turn, alarm)) as steps:
                    async for step in steps:
                        yield step

    async def _sent(
        self, session_id: str, website_id: int, turn: Turn, alarm: Alarm
    ) -> AsyncGenerator[SendEvent, None]:
        tries = Tries()
        while True:
            # Make one attempt; ``began`` is when its message left.
            last, began = None, self._clock.monotonic()
            async with aclosing(self._attempts.make(session_id, website_id, turn, tries)) as steps:
                async for step in steps:
                    if step.message.state is MessageState.SENDING and not step.unsaved:
                        began = self._clock.monotonic()
                    last = replace(step, looking=step.message.state is MessageState.UNKNOWN)
                    yield last
            if last is None:
                return
            # Follow it up: a search for an unknown message, or the pause before a retry.
            age = self._clock.monotonic() - began
            async with aclosing(self._followed_up(last, age, website_id, alarm)) as steps:
                async for step in steps:
                    last = step
                    yield step
            if _needs_the_person(last):
                return

    async def _followed_up(
        self, step: SendEvent, age: float, website_id: int, alarm: Alarm
    ) -> AsyncGenerator[SendEvent, None]:
        """Reconcile an unknown message, or wait for a retry; yield what came of it.

        A wait yields a step only if the person has given up the message.
        """
        message = step.message
        if message.state is MessageState.UNKNOWN:
            search = self._reconciler.look_for(message, website_id, alarm, age=age)
            async with aclosing(search) as steps:
                async for found in steps:
                    yield found
        elif message.retry_at is not None:
            given_up = await self._until_due(message, website_id, alarm)
            if given_up is not None:
                yield given_up

    async def _until_due(self, message: Message, website_id: int, alarm: Alarm) -> SendEvent | None:
        """Wait until the message's retry is due; return its step if the person gives it up meanwhile."""
        while await alarm.wait(self._pauses.left(message)):
            stored = await self._store.messages.get(message.key)
            if stored is not None and stored.state is MessageState.FAILED:
                return SendEvent(website_id, stored)
            if stored is None or stored.retry_at != message.retry_at:
                break
        return None


def _needs_the_person(step: SendEvent) -> bool:
    """Return whether the queue must wait for the person: the message's last step leaves it unsettled."""
    message = step.message
    return message.state not in _SETTLED and not step.looking and message.retry_at is None
