"""Key order: each key is handled, with all that it triggers, before the next one.

Textual hands a key to the focused widget's queue and goes on to the next. A letter is inserted there; a
bound key bubbles up to the app first, from queue to queue. So of keys that arrive together, as they do on
a line that stalls, the letters would overtake the rest. Here input events wait in one queue of their own.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.worker import WorkerError

from tui.textual_internals.queues import has_callbacks, is_busy, widgets_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.widget import Widget
    from textual.worker import Worker

_PALETTE_SEARCH = "--textual-command-palette-gather-commands"
"""Group of the workers in which Textual's command palette finds its commands."""
_ROUNDS = 60
"""Times that busy queues are waited for: what a key triggers passes fewer. More is not the key's work."""


class Step:
    """Work that a key triggered outside the message queues, in a worker: the keys behind it wait for it.

    They do not wait while it waits itself: for a dialog's result, or for the service.
    """

    def __init__(self, order: KeyOrder) -> None:
        self._order = order
        self._awaited: asyncio.Future[Any] | None = None
        self.task: asyncio.Task[Any] | None = None
        """The task that runs the step, once it has started."""

    @property
    def is_under_way(self) -> bool:
        """Whether the step runs, and does not wait for a result."""
        return self._awaited is None or self._awaited.done()

    def waits_for(self, result: asyncio.Future[Any]) -> None:
        """Let keys pass until ``result`` is done."""
        self._awaited = result
        self._order.look_again()

    @contextmanager
    def taken(self) -> Generator[None]:
        """Make the caller's task the one that runs the step; the step ends with the block."""
        self.task = asyncio.current_task()
        try:
            yield
        finally:
            self.end()

    def end(self) -> None:
        """End the step: no key waits for it any more."""
        self._order.steps.discard(self)
        self._order.look_again()


class KeyOrder:
    """Queue of input events: keys, pastes, the mouse."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._handing_over = False
        self._due: events.Event | None = None
        """The event whose turn it is, on its way to the app."""
        self._typed_into: Widget | None = None
        """The field that the last event was typed into, if it was a letter."""
        self._news = asyncio.Event()
        self.steps: set[Step] = set()
        """The steps that have not ended."""
        self._latest: dict[str, Step] = {}
        """The latest step of each group."""

    @property
    def is_done(self) -> bool:
        """Whether no event waits and no step runs."""
        return not self._handing_over and not any(step.is_under_way for step in self.steps)

    def begin_step(self, group: str = "") -> Step:
        """Begin a step that later keys wait for, until it ends or another of its group begins."""
        step = Step(self)
        if group:
            if group in self._latest:
                self._latest[group].end()
            self._latest[group] = step
        self.steps.add(step)
        return step

    @property
    def current_step(self) -> Step | None:
        """The step that the caller's task runs, if any."""
        task = asyncio.current_task()
        return next((step for step in self.steps if step.task is task), None)

    @contextmanager
    def keys_pass(self) -> Generator[None]:
        """Let keys pass while the current step waits, such as for the service."""
        step = self.current_step
        if step is None:
            yield
            return
        waiting = asyncio.get_running_loop().create_future()
        step.waits_for(waiting)
        try:
            yield
        finally:
            waiting.cancel()

    def look_again(self) -> None:
        """Check again whether the next key's turn has come."""
        self._news.set()

    def ready(self, event: events.Event) -> Iterator[events.Event]:
        """Yield what to handle as ``event`` arrives: it alone, with the letters behind it, or nothing yet."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            yield event
        elif event is self._due:
            self._due = None
            yield self._next(event)
            while self._waiting and self._is_next_letter(self._waiting[0]):
                yield self._next(self._waiting.popleft())
        elif not self._handing_over and (self._is_next_letter(event) or self._is_settled()):
            yield self._next(event)
        else:
            self._waiting.append(event)
            if not self._handing_over:
                self._handing_over = True
                self._app.run_worker(self._hand_over, group="keys")

    def _next(self, event: events.Event) -> events.Event:
        field = self._app.focused
        self._typed_into = field if field is not None and _is_letter_for(field, event) else None
        return event

    def _is_next_letter(self, event: events.Event) -> bool:
        """Whether an event is another letter for the same field, whose own queue keeps the order."""
        field = self._app.focused
        return field is not None and field is self._typed_into and _is_letter_for(field, event)

    async def _hand_over(self) -> None:
        """Hand the waiting events to the app, one after the other."""
        try:
            while self._waiting:
                await self._settle()
                # Through the app's own queue: errors are handled there.
                self._due = self._waiting.popleft()
                self._app.post_message(self._due)
                await _passed(self._app)
        finally:
            self._handing_over = False

    def _is_settled(self) -> bool:
        """Whether the last event is done; asked by the app as it handles the next one."""
        return (
            self._app.message_queue_size == 0
            and not any(step.is_under_way for step in self.steps)
            and not any(map(is_busy, self._pumps()))
            and not self._callbacks
            and not any(self._workers())
        )

    async def _settle(self) -> None:
        """Wait until the last event is done, with all that it triggered."""
        for _ in range(_ROUNDS):
            while any(step.is_under_way for step in self.steps):
                self._news.clear()
                await self._news.wait()
            busy = next((pump for pump in (self._app, *self._pumps()) if is_busy(pump)), None)
            worker = next(self._workers(), None)
            if busy is not None:
                await _passed(busy)
            elif self._callbacks:
                await self._painted()
            elif worker is not None:
                with suppress(WorkerError):
                    await worker.wait()
            else:
                return

    def _pumps(self) -> list[MessagePump]:
        return widgets_of(self._app)

    def _workers(self) -> Iterator[Worker[Any]]:
        """The workers in which the palette finds its commands: any other worker may never end."""
        return (w for w in self._app.workers if w.group == _PALETTE_SEARCH and not w.is_finished)

    @property
    def _callbacks(self) -> bool:
        """Whether callbacks wait for the next frame."""
        stack = self._app.screen_stack
        return bool(stack) and has_callbacks(stack[-1])

    async def _painted(self) -> None:
        painted = asyncio.Event()
        if self._app.screen.call_after_refresh(painted.set):
            await painted.wait()


def _is_letter_for(field: Widget, event: events.Event) -> bool:
    return (
        isinstance(event, events.Key)
        and event.is_printable
        and field.check_consume_key(event.key, event.character)
    )


async def _passed(pump: MessagePump) -> None:
    """Wait until a queue has handled all that it holds now."""
    passed = asyncio.Event()
    if pump.call_later(passed.set):
        await passed.wait()
