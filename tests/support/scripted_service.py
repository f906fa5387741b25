"""A service whose answers a test lines up, call by call."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.support.faulty_server import Answer

if TYPE_CHECKING:
    from tests.support.faulty_server import Wire

WEBSITE = {"id": 1, "name": "One", "domain": "one.example", "is_primary": True}
ACCOUNT = {"email": "x@y.example", "plan": "pro", "messages_used": 12, "messages_limit": 100}


class ScriptedService:
    """An act for every connection of a ``FaultyServer``: the answers to each call in order, the last repeats.

    What is not lined up (by the path's end, such as ``chat=[…]``) is answered as it should be.
    """

    def __init__(self, **lined_up: list[Answer]) -> None:
        fine: dict[str, dict[str, object]] = {
            "websites": {"websites": [WEBSITE]},
            "account": {"account": ACCOUNT},
            "conversations": {"messages": []},
            "chat": {"response": "A reply."},
        }
        self._answers = {name: [Answer({"success": True, **body})] for name, body in fine.items()}
        for name, answers in lined_up.items():
            self._answers[name] = [*answers, *self._answers[name]]
        self._lock = Lock()

    def play(self, wire: Wire) -> None:
        name = urlsplit(wire.take().target).path.strip("/").split("/")[-1]
        with self._lock:
            answers = self._answers[name]
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        wire.send(answer.data)
