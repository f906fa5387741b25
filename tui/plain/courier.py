"""Background deliveries: sends messages in tasks, and queues their steps until they are reported."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError, UserError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tui.domain.models import SendEvent
    from tui.services.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Ended:
    """Marks the end of a session's stream of steps."""

    session_id: str
    sentence: str = ""
    """The error that ended it, as a sentence; empty if there was none."""


class Courier:
    """Runs the streams of steps in tasks, so that the client can stop waiting without stopping a message."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._steps: asyncio.Queue[SendEvent | Ended] = asyncio.Queue()
        self._streams: set[asyncio.Task[None]] = set()
        self._busy: Counter[str] = Counter()

    def is_busy(self, session_id: str) -> bool:
        """Return whether a stream of the session is running."""
        return self._busy[session_id] > 0

    def is_over(self, session_id: str) -> bool:
        """Return whether no stream of the session is running and no step is left in the queue."""
        return not self.is_busy(session_id) and self._steps.empty()

    def pump(self, session_id: str) -> None:
        """Start sending a session's queued messages."""
        self._begin(session_id, self._conversation.pump(session_id))

    def deliver(self, queued: SendEvent) -> None:
        """Start sending a message that was just queued."""
        self._begin(queued.message.session_id, self._conversation.deliver(queued))

    def resume(self, session_id: str) -> None:
        """Start reconciling a session's unknown messages, then sending its queue."""
        self._begin(session_id, self._conversation.resume(session_id))

    async def next(self) -> SendEvent | Ended:
        """Wait for the next step, or the end of a stream."""
        return await self._steps.get()

    def news(self) -> list[SendEvent | Ended]:
        """Return all steps and ends that are in the queue, without waiting."""
        return [self._steps.get_nowait() for _ in range(self._steps.qsize())]

    async def close(self) -> None:
        """Cancel every stream; a message being sent becomes *unknown*, to be reconciled at the next start."""
        streams = tuple(self._streams)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)

    def _begin(self, session_id: str, steps: AsyncGenerator[SendEvent, None]) -> None:
        self._busy[session_id] += 1
        stream = asyncio.create_task(self._follow(session_id, steps))
        self._streams.add(stream)
        stream.add_done_callback(self._streams.discard)

    async def _follow(self, session_id: str, steps: AsyncGenerator[SendEvent, None]) -> None:
        sentence = ""
        try:
            async with aclosing(steps):
                async for step in steps:
                    self._steps.put_nowait(step)
        except ServiceError as error:
            sentence = error.fault.told
        except UserError as error:
            sentence = str(error)
        finally:
            self._busy[session_id] -= 1
            self._steps.put_nowait(Ended(session_id, sentence))
