"""Messages on their way: sent in the background, each step kept until it is told."""

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
    """A stream of steps is over."""

    session_id: str
    sentence: str = ""
    """Why it ended before its time."""


class Courier:
    """Runs the streams of steps of the sessions, so that whoever stops waiting stops no message."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._steps: asyncio.Queue[SendEvent | Ended] = asyncio.Queue()
        self._streams: set[asyncio.Task[None]] = set()
        self._busy: Counter[str] = Counter()

    def is_busy(self, session_id: str) -> bool:
        """Whether something of the session is under way."""
        return self._busy[session_id] > 0

    def is_over(self, session_id: str) -> bool:
        """Whether nothing of the session is under way, and everything that happened was seen."""
        return not self.is_busy(session_id) and self._steps.empty()

    def pump(self, session_id: str) -> None:
        """Send what is queued in a session."""
        self._begin(session_id, self._conversation.pump(session_id))

    def deliver(self, queued: SendEvent) -> None:
        """Send what was queued just now."""
        self._begin(queued.message.session_id, self._conversation.deliver(queued))

    def resume(self, session_id: str) -> None:
        """Find out what became of the messages in doubt, and send what is queued."""
        self._begin(session_id, self._conversation.resume(session_id))

    async def next(self) -> SendEvent | Ended:
        """The next step that nobody has seen, or the end of a stream."""
        return await self._steps.get()

    def news(self) -> list[SendEvent | Ended]:
        """All of them that are there."""
        return [self._steps.get_nowait() for _ in range(self._steps.qsize())]

    async def close(self) -> None:
        """End every stream; a message that is out is *unknown* then, and looked for at the next start."""
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
