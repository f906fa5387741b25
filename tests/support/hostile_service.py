"""A service that answers every call in the right shape, with whatever a test puts into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.support.faulty_server import Answer

if TYPE_CHECKING:
    from tests.support.faulty_server import Act, Wire

Fields = dict[str, Any]


@dataclass(eq=False)
class HostileService:
    """An act for every connection of a ``FaultyServer``; what it says may be changed at any time."""

    websites: list[Fields] = field(
        default_factory=lambda: [{"id": 1, "name": "One", "domain": "one.example", "is_primary": True}]
    )
    account: Fields = field(
        default_factory=lambda: {"email": "", "plan": "pro", "messages_used": 1, "messages_limit": 100}
    )
    messages: list[Fields] = field(default_factory=list[Fields])
    """Of every session."""
    reply: str = ""
    """To every message."""
    instead: dict[str, Act] = field(default_factory=dict[str, "Act"])
    """What is played in place of the answer to a call, by the end of its path, such as ``chat/``."""

    def play(self, wire: Wire) -> None:
        call = urlsplit(wire.take().target).path.removeprefix("/api/v1/")
        if call in self.instead:
            self.instead[call].play(wire)
            return
        answer = {
            "websites/": {"websites": self.websites},
            "account/": {"account": self.account},
            "conversations/": {"messages": self.messages},
            "chat/": {"response": self.reply},
        }[call]
        wire.send(Answer({"success": True, **answer}).data)
