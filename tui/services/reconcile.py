"""Reconciling *unknown* messages: looks in the service's conversation for one whose answer never came."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind, ServiceError
from tui.domain.models import WINDOW_LIMIT, MessageState, Role, SendEvent
from tui.domain.reconcile import Sight, Verdict, is_whole, judge, look_until, sight
from tui.services.faults import CANNOT_TELL, NO_REPLY, not_taken
from tui.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime

    from tui.domain.backoff import Growth
    from tui.domain.clock import Clock
    from tui.domain.faults import Fault
    from tui.domain.models import Message
    from tui.services.alarms import Alarm
    from tui.services.windows import Windows
    from tui.store.store import Store

_NEAR = 20
"""Messages after a question among which its reply is: other instances may write at the same time."""

_SENT_AGAIN = frozenset({MessageState.QUEUED, MessageState.SENDING})


class Reconciler:
    """Looks for *unknown* messages until it is certain whether they were taken, or that it cannot be known.

    ``patience`` is how long an answer may take, in seconds.
    """

    def __init__(self, store: Store, windows: Windows, patience: float, pauses: Growth, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._windows = windows
        self._patience = patience
        self._pauses = pauses

    async def look_for(
        self, doubted: Message, website_id: int, alarm: Alarm, *, age: float | None = None
    ) -> AsyncGenerator[SendEvent, None]:
        """Look for the message with growing pauses, and yield a step with the result.

        The result is *answered*, with the reply; *failed*, if it was certainly not taken; or still *unknown*,
        with a fault that says why. Nothing is yielded if the person decides about it meanwhile, which rings
        the alarm. While the store cannot be written, steps with ``unsaved`` say so, and the search goes on.
        ``age`` is how many seconds ago the message was sent. If it was not measured it is taken from the
        machine's clock, which may have been changed, and counts for ``patience`` at most: so the search
        still lasts as long as an answer may take.
        """
        if age is None:
            age = min(_age(doubted, self._clock.now()), self._patience)
        search = _Search(doubted, age, self._patience, self._clock)
        for number in count():
            try:
                if await self._goes_on(search):
                    pause = self._pause(number, search.until - search.age)
                else:
                    decided = await self._decided(doubted, website_id)
                    if decided is not None:
                        yield decided
                    return
            except StoreError as error:
                yield SendEvent(website_id, doubted, looking=True, unsaved=str(error))
                pause = self._pauses.pause(number)
            await alarm.wait(pause)

    def _pause(self, number: int, left: float) -> float:
        """Return the seconds until the next look; the last look is when the remaining time is over."""
        grown = self._pauses.pause(number)
        return max(self._pauses.first, min(grown, left)) if left > 0 else grown

    async def _goes_on(self, search: _Search) -> bool:
        """Look once, and settle the message if the verdict is clear; return whether to look again.

        Raises:
            StoreError: if the store cannot be read, or the result not written.
        """
        doubted = search.doubted
        stored = await self._store.messages.get(doubted.key)
        if stored is None or not _is_still(doubted, stored):
            return False
        verdict = search.judge(await self._look(doubted))
        if verdict is Verdict.LOOK_AGAIN:
            return True
        fault = _fault(verdict, doubted)
        if fault is not None:
            await self._store.doubts.settle(doubted, fault)
        return False

    async def _look(self, doubted: Message) -> Sight:
        try:
            window = await self._windows.fetch(doubted.session_id)
        except ServiceError as error:
            # A missing session proves nothing: it may not be written yet, or be kept elsewhere.
            return Sight.SILENT if error.fault.kind is FaultKind.NOT_FOUND else Sight.NONE
        entries = await self._store.transcripts.merge(doubted.session_id, window)
        return sight(entries, doubted.key, whole=is_whole(len(window), WINDOW_LIMIT))

    async def _decided(self, doubted: Message, website_id: int) -> SendEvent | None:
        """Return the result for the message; ``None`` if it was withdrawn or is being sent again."""
        try:
            event = await outcome(self._store, doubted, website_id)
        except LookupError:
            return None
        return None if event.message.state in _SENT_AGAIN else event


class _Search:
    """One search for a message: its time limit, and what was seen so far."""

    def __init__(self, doubted: Message, age: float, patience: float, clock: Clock) -> None:
        self.doubted = doubted
        self._clock = clock
        self._began = clock.monotonic() - age
        self.until = look_until(age, patience)
        self._seen: Sight | None = None
        self._times = 0

    @property
    def age(self) -> float:
        """Return the seconds since the message was sent."""
        return self._clock.monotonic() - self._began

    def judge(self, seen: Sight) -> Verdict:
        """Return the verdict after one more look."""
        self._times = self._times + 1 if seen is self._seen else 1
        self._seen = seen
        return judge(seen, times=self._times, age=self.age, until=self.until)


async def outcome(store: Store, message: Message, website_id: int) -> SendEvent:
    """Return a message's state in the store as a step, with its reply if it is answered.

    Raises:
        LookupError: if it was withdrawn.
    """
    stored = await store.messages.get(message.key)
    if stored is None:
        raise LookupError(f"no message has the key {message.key}")
    if stored.state is not MessageState.ANSWERED:
        return SendEvent(website_id, stored)
    following = await store.messages.page(stored.session_id, after=stored.key, limit=_NEAR)
    reply = next((each for each in following.messages if each.role is Role.ASSISTANT), None)
    return SendEvent(website_id, stored, reply)


def _age(doubted: Message, now: datetime) -> float:
    """Return the seconds since a message was sent, else since it was written, by the machine's clock."""
    sent = doubted.sending_since or doubted.at
    return max(0.0, (now - sent).total_seconds())


def _is_still(doubted: Message, stored: Message) -> bool:
    """Return whether the stored message is still unknown from the same try."""
    return stored.state is MessageState.UNKNOWN and stored.sending_since == doubted.sending_since


def _fault(verdict: Verdict, doubted: Message) -> Fault | None:
    match verdict:
        case Verdict.NOT_TAKEN:
            return not_taken(doubted.fault)
        case Verdict.NO_REPLY:
            return NO_REPLY
        case Verdict.CANNOT_TELL:
            return CANNOT_TELL
        case _:
            return None
