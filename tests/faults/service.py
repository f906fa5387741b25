"""A service that tells the truth about its conversations, and treats messages as its script says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlsplit

from tests.support.faulty_server import Answer, chunked_head, error, web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.support.faulty_server import Request, Wire


class Play(Protocol):
    """What the service does with one message."""

    def __call__(self, service: Service, wire: Wire, message: str, /) -> None: ...


@dataclass(eq=False)
class Service:
    """An act for every connection: each message is treated by the next play, the last of which repeats."""

    plays: Sequence[Play]
    posts: list[str] = field(default_factory=list[str])
    """Messages that came in, whatever became of them."""
    taken: list[str] = field(default_factory=list[str])
    """Messages that were kept and counted."""
    transcript: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """What ``/conversations/`` tells, whichever session is asked for: all of it, if ``window`` is not set."""
    window: slice = field(default_factory=lambda: slice(None))
    keep: Callable[[str], str] = str
    """What it makes of a message's text when it keeps it."""
    names: tuple[str, str] = ("user", "assistant")
    """How it calls the two roles."""
    is_found: bool = True
    """Whether it finds conversations: else it answers 404."""
    session_id: str = ""
    """That of the message that came in last."""
    _lock: Lock = field(default_factory=Lock)

    def play(self, wire: Wire) -> None:
        """Treat one request."""
        request = wire.take()
        path = urlsplit(request.target).path
        if path.endswith("/chat/"):
            self._chat(wire, request)
        elif path.endswith("/conversations/"):
            session_id = parse_qs(urlsplit(request.target).query)["session_id"][0]
            if not self.is_found:
                wire.send(error(404, "There is no such conversation.").data)
                return
            with self._lock:
                messages = self.transcript[self.window]
            wire.send(Answer({"success": True, "session_id": session_id, "messages": messages}).data)
        elif path.endswith("/websites/"):
            site = {"id": 1, "name": "One", "domain": "one.example", "is_primary": True}
            wire.send(Answer({"success": True, "websites": [site]}).data)
        else:
            account = {"email": "", "plan": "pro", "messages_used": len(self.taken), "messages_limit": 100}
            wire.send(Answer({"success": True, "account": account}).data)

    def take(self, message: str, *, ago: float = 0, answered: bool = True) -> str:
        """Keep a message and its reply, and count it; return the reply."""
        at = datetime.now(UTC) - timedelta(seconds=ago)
        reply = message.upper()
        user, assistant = self.names
        rows = [(user, self.keep(message)), (assistant, reply)][: 2 if answered else 1]
        with self._lock:
            self.taken.append(message)
            self.transcript += [
                {"role": role, "content": text, "timestamp": at.isoformat()} for role, text in rows
            ]
        return reply

    def _chat(self, wire: Wire, request: Request) -> None:
        message = request.json()["message"]
        self.session_id = request.json()["session_id"]
        with self._lock:
            self.posts.append(message)
            play = self.plays[min(len(self.posts), len(self.plays)) - 1]
        play(self, wire, message)


def answered(service: Service, wire: Wire, message: str) -> None:
    reply = service.take(message)
    wire.send(Answer({"success": True, "response": reply, "session_id": service.session_id}).data)


def said(act: Answer) -> Play:
    """Answer without taking the message."""

    def play(service: Service, wire: Wire, message: str) -> None:
        wire.send(act.data)

    return play


away = said(error(503, "The AI service is away."))
away_briefly = said(error(503, "The AI service is away.", Retry_After="0"))
limit_reached = said(error(429, "Message limit reached."))
key_refused = said(error(401, "This key is not valid."))
forbidden = said(error(403, "Your plan has no API access."))
not_understood = said(error(400, "The message is too long."))
gateway_timeout = said(error(504, "Gateway Timeout"))
too_many = said(error(429, "Too many requests", Retry_After="0"))
page_instead = said(web_page(503))


def taken_behind(act: Answer) -> Play:
    """Take the message, and have what stands in between answer in the service's place."""

    def play(service: Service, wire: Wire, message: str) -> None:
        service.take(message)
        wire.send(act.data)

    return play


def astray(service: Service, wire: Wire, message: str) -> None:
    """Take the message, and give the answer to another one."""
    service.take(message)
    wire.send(Answer({"success": True, "response": "A stranger's.", "session_id": "another"}).data)


def broken_after(service: Service, wire: Wire, message: str) -> None:
    service.take(message)
    wire.send(error(500, "Internal Server Error").data)


def reset_before(service: Service, wire: Wire, message: str) -> None:
    wire.reset()


def reset_after(service: Service, wire: Wire, message: str) -> None:
    service.take(message)
    wire.reset()


def reset_after_by_another_clock(service: Service, wire: Wire, message: str) -> None:
    service.take(message, ago=3 * 3600)
    wire.reset()


def reset_after_by_a_clock_of_yesterday(service: Service, wire: Wire, message: str) -> None:
    service.take(message, ago=20 * 3600)
    wire.reset()


def silent_after(service: Service, wire: Wire, message: str) -> None:
    service.take(message)
    wire.wait()


def hang(service: Service, wire: Wire, message: str) -> None:
    wire.wait()


def half_a_body(service: Service, wire: Wire, message: str) -> None:
    reply = service.take(message)
    body = json.dumps({"success": True, "response": reply}).encode()
    wire.send(chunked_head() + b"%x\r\n%s" % (len(body), body[: len(body) // 2]))


def bad_json(service: Service, wire: Wire, message: str) -> None:
    service.take(message)
    wire.send(Answer(b'{"success": true, "resp').data)


def unanswered(service: Service, wire: Wire, message: str) -> None:
    service.take(message, answered=False)
    wire.reset()


def late(seconds: float) -> Play:
    """Reset the connection, and take the message only then."""

    def play(service: Service, wire: Wire, message: str) -> None:
        wire.reset()
        wire.wait(seconds)
        service.take(message)

    return play
