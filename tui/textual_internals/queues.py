"""Textual's message queues: lists them, and checks whether one is busy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen


def widgets_of(app: App[Any]) -> list[MessagePump]:
    """List every widget and screen of the app: each has a message queue."""
    return [*app._registry]  # pyright: ignore[reportPrivateUsage]


def has_callbacks(screen: Screen[Any]) -> bool:
    """Whether callbacks wait for the screen's next frame."""
    return bool(screen._callbacks)  # pyright: ignore[reportPrivateUsage]


def is_busy(pump: MessagePump) -> bool:
    """Whether a queue holds messages or handles one; an idle queue's task waits for a message."""
    inside: Any = pump  # its queue has no type
    if inside._closing or inside._closed or not (inside._running or inside._task):
        return False
    return pump.message_queue_size > 0 or not inside._message_queue.ready_event._waiters
