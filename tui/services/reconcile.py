"""Finding out what became of a message whose answer never came, by looking at its conversation."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError
from tui.domain.models import WINDOW_LIMIT, MessageState, Role, SendEvent
from tui.domain.reconcile import Sight, Verdict, judge, look_until, sight
from tui.services.faults import CANNOT_TELL, NO_REPLY, not_taken
from tui.store.errors import StoreError

if TYPE_CHECKING:
    from tui.domain.backoff import Growth
    from tui.domain.faults import Fault
    from tui.domain.models import Message
    from tui.services.alarms import Alarm
    from tui.services.windows import Windows
    from tui.store.store import Store

_NEAR = 20
"""Messages behind a question among which its reply is: others may have been written at the same time."""

_SENT_AGAIN = frozenset({MessageState.QUEUED, MessageState.SENDING})


class Reconciler:
    """Looks for *unknown* messages until it is known whether they were taken, or that nobody can know.

    ``patience`` is how long an answer may take, in seconds.
    """

    def __init__(self, store: Store, windows: Windows, patience: float, pauses: Growth) -> None:
        self._store = store
        self._windows = windows
        self._patience = patience
        self._pauses = pauses

    async def look_for(self, doubted: Message, website_id: int, alarm: Alarm) -> SendEvent | None:
        """Look for the message with growing pauses, and return what became of it.

        *Answered*, with its reply; *failed*, if it was surely not taken; or still *unknown*, with a fault
        that says why. ``None`` if the person has decided otherwise meanwhile, who rings the alarm.

        Raises:
            StoreError: if the file cannot be read, or the outcome not be written.
        """
        age = _age(doubted)
        until = look_until(age, self._patience)
        began = monotonic() - age
        seen, times = None, 0
        for number in count():
            stored = await self._store.messages.get(doubted.key)
            if stored is None or not _is_still(doubted, stored):
                break
            now_seen = await self._look(doubted)
            times = times + 1 if now_seen is seen else 1
            seen = now_seen
            age = monotonic() - began
            verdict = judge(seen, times=times, age=age, until=until)
            if verdict is not Verdict.LOOK_AGAIN:
                return await self._conclude(doubted, website_id, verdict)
            await alarm.wait(self._pause(number, until - age))
        return await self._decided(doubted, website_id)

    def _pause(self, number: int, left: float) -> float:
        """Seconds until the next look; the last one is due when the time that is left is over."""
        grown = self._pauses.pause(number)
        return max(self._pauses.first, min(grown, left)) if left > 0 else grown

    async def _look(self, doubted: Message) -> Sight:
        try:
            window = await self._windows.fetch(doubted.session_id)
            entries = await self._store.transcripts.merge(doubted.session_id, window)
            return sight(entries, doubted.key, whole=len(window) < WINDOW_LIMIT)
        except (ServiceError, StoreError):
            return Sight.NONE

    async def _conclude(self, doubted: Message, website_id: int, verdict: Verdict) -> SendEvent | None:
        fault = _fault(verdict, doubted)
        if fault is not None:
            await self._store.doubts.settle(doubted, fault)
        return await self._decided(doubted, website_id)

    async def _decided(self, doubted: Message, website_id: int) -> SendEvent | None:
        """What became of the message, unless it is to be sent again, or was."""
        try:
            event = await outcome(self._store, doubted, website_id)
        except LookupError:
            return None
        return None if event.message.state in _SENT_AGAIN else event


async def outcome(store: Store, message: Message, website_id: int) -> SendEvent:
    """What became of a message, as the store has it, with its reply if it is answered.

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


def _age(doubted: Message) -> float:
    """Seconds since it was sent, by this machine's clock; what was sent at no known time is old."""
    sent = doubted.sending_since or doubted.at
    return max(0.0, (datetime.now(UTC) - sent).total_seconds())


def _is_still(doubted: Message, stored: Message) -> bool:
    """Whether it is the same try of the same message, and its fate not known yet."""
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
