"""Keys in order: each is done, with all that it sets off, before the next one is looked at.

Textual hands a key to the focused widget's queue and goes on to the next. A letter is inserted there; a
bound key goes up to the app first, from queue to queue. So of keys that arrive together, as they do on a
line that stalls, the letters overtake the rest. Here what a person does waits in one queue of its own.
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
"""Times that messages are waited for: what a key sets off passes fewer queues. More is not the key's."""


class Step:
    """Something that a key set off outside the message queues: the keys behind it wait for it.

    They do not wait while it waits itself: for a dialog's result, or for the service.
    """

    def __init__(self, order: KeyOrder) -> None:
        self._order = order
        self._awaited: asyncio.Future[Any] | None = None
        self.task: asyncio.Task[Any] | None = None
        """The task that takes the step, once it runs."""

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on by itself."""
        return self._awaited is None or self._awaited.done()

    def waits_for(self, result: asyncio.Future[Any]) -> None:
        """Let keys pass until ``result`` is there."""
        self._awaited = result
        self._order.look_again()

    @contextmanager
    def taken(self) -> Generator[None]:
        """Be the step of what the caller's task does within, and be over at its end."""
        self.task = asyncio.current_task()
        try:
            yield
        finally:
            self.end()

    def end(self) -> None:
        """Let keys pass."""
        self._order.steps.discard(self)
        self._order.look_again()


class KeyOrder:
    """The queue of what a person does: keys, pastes, the mouse."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._handing_over = False
        self._due: events.Event | None = None
        """The event whose turn it is, on its way to the app."""
        self._typed_into: Widget | None = None
        """The field that took the last event as a letter."""
        self._news = asyncio.Event()
        self.steps: set[Step] = set()
        """What keys have set off and is not over."""
        self._latest: dict[str, Step] = {}
        """The step of each group that was begun last."""

    @property
    def is_done(self) -> bool:
        """Whether nothing waits."""
        return not self._handing_over and not any(step.is_under_way for step in self.steps)

    def begin_step(self, group: str = "") -> Step:
        """Have the keys that come wait for a step, until its end, or until another of its group begins."""
        step = Step(self)
        if group:
            if group in self._latest:
                self._latest[group].end()
            self._latest[group] = step
        self.steps.add(step)
        return step

    @property
    def current_step(self) -> Step | None:
        """The step that the caller's task takes, if it takes one."""
        task = asyncio.current_task()
        return next((step for step in self.steps if step.task is task), None)

    @contextmanager
    def keys_pass(self) -> Generator[None]:
        """Let keys pass while a step waits for what takes its time, such as the service."""
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
        """Look whether the next key's turn has come: something is over."""
        self._news.set()

    def ready(self, event: events.Event) -> Iterator[events.Event]:
        """What is to be done as ``event`` arrives: it alone, it and the letters behind it, or nothing yet."""
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
        """Whether a field gets one letter after the other: its own queue has them in order."""
        field = self._app.focused
        return field is not None and field is self._typed_into and _is_letter_for(field, event)

    async def _hand_over(self) -> None:
        """Give the app what waits, one after the other."""
        try:
            while self._waiting:
                await self._settle()
                # By the app's own queue: what goes wrong is dealt with there.
                self._due = self._waiting.popleft()
                self._app.post_message(self._due)
                await _passed(self._app)
        finally:
            self._handing_over = False

    def _is_settled(self) -> bool:
        """Whether the last event is done, for the app itself, which has the next one in hand."""
        return (
            self._app.message_queue_size == 0
            and not any(step.is_under_way for step in self.steps)
            and not any(map(is_busy, self._pumps()))
            and not self._callbacks
            and not any(self._workers())
        )

    async def _settle(self) -> None:
        """Wait until the last event is done, with all that it set off."""
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
        """What the palette does beside its messages to find its commands: another worker may never end."""
        return (w for w in self._app.workers if w.group == _PALETTE_SEARCH and not w.is_finished)

    @property
    def _callbacks(self) -> bool:
        """Whether something waits for the next frame."""
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
    """Wait until a queue has come to what is put into it now."""
    passed = asyncio.Event()
    if pump.call_later(passed.set):
        await passed.wait()
