"""Exchange: sends a message, waits for its outcome and prints each step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.domain import when
from tui.domain.clean import one_line
from tui.domain.faults import ExitStatus, FaultKind, UserError
from tui.domain.models import MessageState
from tui.domain.send_state import RETRYABLE
from tui.plain import wording
from tui.plain.courier import Ended
from tui.plain.interrupts import InterruptedByPersonError

if TYPE_CHECKING:
    from tui.domain.models import Message, SendEvent
    from tui.plain.console import Console
    from tui.plain.courier import Courier
    from tui.plain.interrupts import Interrupts
    from tui.plain.place import Place
    from tui.plain.tally import Tally
    from tui.services.open import Services

SAID_AGAIN = 10.0
"""Seconds between lines that say that the client is still waiting."""

SOON = 1.0
"""Seconds after which it is explained why a message is still queued."""

_NEAR = 200
"""Newest messages of a session that are searched for one that needs the person."""

NOWHERE = "There is no website to ask: /websites asks the service for them."
LEFT = "It has left and may be answered: that is told here when it comes. An empty line looks whether it has."
BEHIND = (
    "It is sent once the message before it in this session is settled. Ctrl+C takes it back; "
    "then /retry or /dismiss settles one in doubt."
)
TAKEN_BACK = "Taken back before it was sent."
SURE = "The service may have this message already, and would count it twice. Send it once more?"


class Exchange:
    """Sends the person's messages and prints their steps."""

    def __init__(
        self,
        services: Services,
        console: Console,
        interrupts: Interrupts,
        place: Place,
        courier: Courier,
        tally: Tally,
    ) -> None:
        self._services = services
        self._console = console
        self._interrupts = interrupts
        self._place = place
        self._courier = courier
        self._tally = tally
        self._said = ""
        self._looked_for: set[int] = set()
        """Keys of messages that were unknown, and may be in the usage already."""
        self._replied: set[int] = set()
        """Keys of messages whose replies are printed already."""
        self._let_gone: set[int] = set()
        """Keys of unsettled messages that the person stopped waiting for."""
        self.status = ExitStatus.FINE
        """Exit status for a script: that of the last failure."""

    @property
    def is_waited_for(self) -> bool:
        """Whether a message that the person stopped waiting for is not settled yet."""
        return bool(self._let_gone)

    async def ask(self, text: str) -> None:
        """Send a message, and wait for its outcome.

        Raises:
            UserError: if it cannot be queued.
            InterruptedByPersonError: if Ctrl+C stops a script.
        """
        website, session_id = self._place.website, self._place.session_id
        if website is None:
            raise UserError(NOWHERE)
        event = await self._services.conversation.enqueue(session_id, website.id, text)
        self._courier.deliver(event)
        await self._wait(event.message)

    async def retry(self) -> None:
        """Retry the session's failed message; ask first if it may have been taken.

        Raises:
            UserError: if it no longer needs a retry.
        """
        message = await self._trouble()
        if message is None:
            self._console.say("Nothing in this session is to be sent again.")
            return
        if message.state is MessageState.UNKNOWN:
            try:
                sure = await self._interrupts.guard(self._console.confirmed(SURE))
            except InterruptedByPersonError:
                self._console.interrupted()
                sure = False
            if not sure:
                self._console.say("It was not sent again.")
                return
        if message.state in RETRYABLE:
            message = (await self._services.conversation.retry(message.key)).message
        self._console.say(f"Sending again: {one_line(message.content)}")
        self._courier.pump(message.session_id)
        await self._wait(message)

    async def edit(self, text: str) -> None:
        """Replace the text of the failed, unknown or queued message and send it, or raise ``UserError``."""
        message = await self._trouble()
        if message is None:
            raise UserError("Nothing in this session can be changed.")
        if not text:
            raise UserError(f"Type /edit and the whole new text. It is now: {message.content}")
        event = await self._services.conversation.edit(message.key, text)
        self._courier.pump(message.session_id)
        await self._wait(event.message)

    async def dismiss(self) -> None:
        """Withdraw the failed or queued message, or dismiss the unknown one, or raise ``UserError``."""
        message = await self._trouble()
        if message is None:
            raise UserError("Nothing in this session is to be dismissed.")
        if message.state is MessageState.UNKNOWN:
            await self._services.conversation.dismiss(message.key)
            self._console.say("Left as it is: it may have been sent.")
        else:
            text = await self._services.conversation.withdraw(message.key)
            self._console.say(f"Let go; it was not sent: {text}")
        self._let_gone.discard(message.key)
        self._courier.pump(message.session_id)

    async def look(self) -> None:
        """Look again for the session's unknown message."""
        message = await self._trouble()
        if message is None or message.state is not MessageState.UNKNOWN:
            self._console.say("No message of this session is in doubt.")
            return
        if not self._courier.is_busy(message.session_id):
            self._courier.resume(message.session_id)
        await self._wait(message)

    def tell_news(self) -> None:
        """Print the news of messages that the client is not waiting for."""
        for step in self._courier.news():
            self._tell_other(step)

    async def _trouble(self) -> Message | None:
        """Return the newest message of the session that failed or is unknown, else the newest queued one."""
        page = await self._services.library.page(self._place.session_id, limit=_NEAR)
        for states in (RETRYABLE, {MessageState.QUEUED}):
            if found := next((each for each in reversed(page.messages) if each.state in states), None):
                return found
        return None

    async def _wait(self, message: Message) -> None:
        """Print the steps of a message until it is settled or Ctrl+C ends the wait."""
        waited, self._said = 0.0, ""
        awaited: Message | None = message
        while awaited is not None:
            # A message that stays queued is explained soon; later lines only say that the wait goes on.
            behind = not self._said and awaited.state is MessageState.QUEUED
            patience = SOON if behind else SAID_AGAIN
            try:
                step = await self._interrupts.guard(self._next_step(patience))
            except TimeoutError:
                waited += patience
                self._said = BEHIND if behind else self._said
                self._console.say(BEHIND if behind else f"Still waiting, {waited:.0f} seconds so far.")
                # The end of its stream may have been read already: check whether it is over.
                step = Ended(awaited.session_id)
            except InterruptedByPersonError:
                awaited = None if await self._let_go(awaited) else awaited
                continue
            awaited = await self._heed(step, awaited)

    async def _heed(self, step: SendEvent | Ended, awaited: Message) -> Message | None:
        """Print a step; return the awaited message as it is then, or ``None`` once it is settled."""
        if isinstance(step, Ended) and step.session_id == awaited.session_id:
            if step.sentence or self._courier.is_over(awaited.session_id):
                await self._tell_end(step, awaited)
                return None
        elif isinstance(step, Ended) or step.message.key != awaited.key:
            self._tell_other(step)
        else:
            self._tell(step)
            return None if _is_settled(step) else step.message
        return awaited

    async def _next_step(self, patience: float) -> SendEvent | Ended:
        async with asyncio.timeout(patience):
            return await self._courier.next()

    async def _let_go(self, message: Message) -> bool:
        """Handle Ctrl+C while waiting; return whether to stop waiting, not only to stop the retries.

        Raises:
            InterruptedByPersonError: without a terminal.
        """
        self._console.interrupted()
        conversation, is_terminal = self._services.conversation, self._console.is_terminal
        if is_terminal and message.state is MessageState.QUEUED and message.retry_at is not None:
            return not await conversation.stop_retrying(message.session_id)
        said = LEFT if is_terminal else "Interrupted: the message may have been taken all the same."
        if message.state is MessageState.QUEUED and await self._take_back(message):
            said = TAKEN_BACK
        else:
            self._let_gone.add(message.key)
        self._console.say(said)
        if not is_terminal:
            raise InterruptedByPersonError
        return True

    async def _take_back(self, message: Message) -> bool:
        """Withdraw a queued message, so that it is not sent later; return ``False`` if it has just left."""
        try:
            await self._services.conversation.withdraw(message.key)
        except UserError:
            return False
        return True

    async def _tell_end(self, end: Ended, message: Message) -> None:
        """Print why a stream ended before its message was settled: an error, or another instance sent it."""
        if end.sentence:
            self._console.say(end.sentence)
            self.status = ExitStatus.USAGE
            return
        try:
            self._tell(await self._services.conversation.outcome(message))
        except LookupError:
            self._console.say("The message was taken back elsewhere.")

    def _tell(self, step: SendEvent) -> None:
        message = step.message
        if step.looking:
            self._looked_for.add(message.key)
        if step.reply is not None and message.key not in self._replied:
            self._replied.add(message.key)
            self._console.say(wording.reply(step.reply))
        words = wording.step(step, self._services.clock.now())
        if words and words != self._said:
            self._said = words
            self._console.say(words)
        if _is_settled(step):
            self._let_gone.discard(message.key)
        if message.state is MessageState.ANSWERED:
            self._tell_answered(message)
        elif _is_settled(step) and message.fault is not None:
            self.status = message.fault.exit_status
            if message.fault.kind is FaultKind.LIMIT_REACHED:
                self._tally.refresh_later()

    def _tell_answered(self, message: Message) -> None:
        took = "Answered." if message.seconds is None else f"Answered in {when.lasting(message.seconds)}."
        if message.key in self._looked_for:
            self._tally.refresh_later()  # it may have been counted before
            self._console.say(took)
        else:
            self._tally.count()
            self._console.say(f"{took} {self._tally.words}".rstrip())
        if message.key not in self._replied:
            self._console.say(f"/open {one_line(message.session_id)} shows the conversation.")

    def _tell_other(self, step: SendEvent | Ended) -> None:
        """Print the outcome of a message that is not awaited, once it is settled."""
        if isinstance(step, Ended):
            if step.sentence:
                self._console.say(step.sentence)
            return
        message = step.message
        if step.looking:
            self._looked_for.add(message.key)
        if _is_settled(step):
            here = message.session_id == self._place.session_id
            where = "" if here else f" in the session {one_line(message.session_id)}"
            self._console.say(f"To your message{where}: {one_line(message.content, 100)}")
            self._tell(step)


def _is_settled(step: SendEvent) -> bool:
    """Return whether a step is the message's last one, unless the person acts."""
    message = step.message
    if step.unsaved or step.looking:
        return False
    match message.state:
        case MessageState.QUEUED:
            return message.fault is not None and message.retry_at is None
        case MessageState.SENDING:
            return False
        case _:
            return True
