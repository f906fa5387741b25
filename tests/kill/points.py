"""Random points at which the client in a terminal ends: in which scene, how, and what was beside it."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from tests.kill.profile import (
    CTRL_G,
    CTRL_Q,
    ENTER,
    F2,
    NAME,
    PATIENCE,
    REPLY_BEGINS,
    SHIFT_TAB,
    WITHIN,
    composed,
    type_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.kill.profile import Profile
    from tests.kill.relay import Relay
    from tests.support.terminal import Terminal

SCENES = (
    "typing",
    "changing a queued message",
    "renaming",
    "in the editor",
    "on the heels of Enter",
    "on the heels of Enter",
    "while it is sent",
    "during the reveal",
    "while a retry waits",
)
"""What the person was at; twice, where most can go wrong."""
ENDS = {
    "SIGKILL": -signal.SIGKILL,
    "SIGTERM": 128 + signal.SIGTERM,
    "SIGHUP": 128 + signal.SIGHUP,
    "a closed terminal": 128 + signal.SIGHUP,
    "Ctrl+Q": 0,
}
"""How it ended, and the status with which it is to end."""
_AWAY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 47\r\n\r\n"
    b'{"success": false, "error": "Back in a moment"}'
)
_ON_THE_HEELS = 0.06
_CHANGED = "changed"


@dataclass(frozen=True)
class Point:
    """Everything that was drawn of a point."""

    scene: str
    end: str
    beside: str
    """How a second client on the profile ends after the first; empty if there is none."""
    latency: float
    """Seconds that a message takes to the service."""
    arrives: bool
    """Whether a message that was held up goes on once its sender is gone."""
    moment: float
    """Which moment of the scene, from 0 to 1."""

    @property
    def name(self) -> str:
        """The scene and the end, for a tally."""
        return f"{self.scene}, {self.end}{', two clients' if self.beside else ''}"


def drawn(chance: Random) -> Point:
    """Draw a point."""
    scene = chance.choice(SCENES)
    ends = [end for end in ENDS if end != "Ctrl+Q" or scene != "in the editor"]
    return Point(
        scene,
        # As often a kill as all that lets it keep something.
        chance.choice([*ends, "SIGKILL", "SIGKILL"]),
        chance.choice(["", "", "Ctrl+Q", "SIGKILL"]),
        chance.choice([0, 0, 0, 0.03, 0.2]),
        chance.random() < 0.5,
        chance.random(),
    )


class Life:
    """A client up to the drawn point, and the one beside it."""

    def __init__(self, relay: Relay, profile: Profile, point: Point, number: int) -> None:
        self.questions = [f"When are you open at the weekend? ({number})"]
        """What the person sends before the point or after it, in order."""
        self.typed = ""
        """What must be in the composer at the next start."""
        self._relay = relay
        self._profile = profile
        self._point = point
        self._terminal: Terminal
        self._held_at = ""
        self._left, self._gone_on = Event(), Event()

    def live(self) -> None:
        """Live up to the point and end there, the second client after the first."""
        with ExitStack() as open_terminals:
            self._terminal = open_terminals.enter_context(self._profile.client())
            self._relay.hook = self._hook
            try:
                self._terminal.until("/ 1,000,000")
                if self._point.scene != "in the editor":
                    type_in(self._terminal, self.questions[0])
                    self._until(self._has_draft)
                if self._point.beside:
                    other = open_terminals.enter_context(self._profile.client())
                    self._look_on(other)
                    self._scene()
                    other.read(self._point.moment)
                    _end(other, self._point.beside)
                else:
                    self._scene()
            finally:
                self._gone_on.set()
                self._relay.answer = b""
            self._relay.hook = lambda _step: True

    def finish(self, terminal: Terminal) -> None:
        """See the name that was being typed, and leave."""
        if self._point.scene == "renaming":
            self._rename(terminal)
            terminal.until(NAME)
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0

    def _look_on(self, other: Terminal) -> None:
        shown = "" if self._point.scene == "in the editor" else self.questions[0]
        other.until(lambda screen: shown in composed(screen) and "/ 1,000,000" in screen)

    def _scene(self) -> None:
        scenes: dict[str, Callable[[], None]] = {
            "typing": self._typing,
            "changing a queued message": self._changing,
            "renaming": self._renaming,
            "in the editor": self._in_the_editor,
            "on the heels of Enter": self._on_the_heels_of_enter,
            "while it is sent": self._while_it_is_sent,
            "during the reveal": self._during_the_reveal,
            "while a retry waits": self._while_a_retry_waits,
        }
        scenes[self._point.scene]()

    def _typing(self) -> None:
        self._terminal.type(" Or not?")
        self.questions = [f"{self.questions[0]} Or not?"]
        self._terminal.until(lambda screen: composed(screen) == self.questions[0])
        self.typed = self.questions[0]
        self._end_with_words()

    def _changing(self) -> None:
        self._hold("left")
        self._send()
        self._until(self._left.is_set)
        first = self.questions[0]
        second = first.replace("When", "And when")
        type_in(self._terminal, second)
        self._send()
        self._until(lambda: "queued" in self._profile.states())
        self._terminal.type(SHIFT_TAB)
        self._terminal.read(0.1)
        self._terminal.type("Ge")
        self._terminal.until("Change the message")
        self._terminal.type(_CHANGED)
        self._terminal.until(second + _CHANGED)
        self.typed = second + _CHANGED
        self.questions = [first, second, self.typed]
        self._end_with_words()

    def _renaming(self) -> None:
        self.typed = self.questions[0]
        self._rename(self._terminal)
        self._terminal.type(NAME)
        self._terminal.until(NAME)
        self._end_with_words()

    def _rename(self, terminal: Terminal) -> None:
        terminal.type(F2)
        terminal.read(0.2)
        terminal.type("r")
        terminal.until("Rename the session")

    def _in_the_editor(self) -> None:
        self.typed = self.questions[0]
        with self._profile.editor(self.questions[0]) as written:
            self._terminal.type(CTRL_G)
            self._until(written.exists)
            time.sleep(self._point.moment * 0.3)  # the random moment itself
            self._end()

    def _on_the_heels_of_enter(self) -> None:
        self._send()
        time.sleep(self._point.moment * _ON_THE_HEELS)  # the random moment itself
        self._end()

    def _while_it_is_sent(self) -> None:
        self._hold("left" if self._point.moment < 0.5 else "taken")
        self._send()
        self._until(self._left.is_set)
        self._end()

    def _during_the_reveal(self) -> None:
        self._send()
        self._until(lambda: REPLY_BEGINS in self._terminal.text)
        time.sleep(self._point.moment * 0.5)  # the random moment itself
        self._end()

    def _while_a_retry_waits(self) -> None:
        self._relay.answer = _AWAY
        self._send()
        self._terminal.until("It is tried again by itself")
        time.sleep(self._point.moment)  # the random moment itself
        self._end()

    def _end_with_words(self) -> None:
        """End once what was typed has to be on disk: at once, where the client may still write."""
        if self._point.end == "SIGKILL":
            time.sleep(WITHIN * (1 + self._point.moment))  # what is promised, and the random moment
        self._end()

    def _end(self) -> None:
        _end(self._terminal, self._point.end, self._gone_on.set)

    def _hold(self, where: str) -> None:
        """Have the message stay where it is until the client has been ended."""
        self._held_at = where

    def _hook(self, at: str) -> bool:
        if at == "left":
            time.sleep(self._point.latency)  # of the service
        if at == self._held_at and not self._gone_on.is_set():
            self._left.set()
            assert self._gone_on.wait(PATIENCE)
            return self._point.arrives
        return True

    def _has_draft(self) -> bool:
        return self._profile.rows("SELECT text FROM drafts") == [(self.questions[0],)]

    def _send(self) -> None:
        self._terminal.read(0.1)  # an Enter on the heels of text is part of a paste
        self._terminal.type(ENTER)

    def _until(self, predicate: Callable[[], bool]) -> None:
        self._terminal.until(lambda _: predicate(), PATIENCE)


def _end(terminal: Terminal, end: str, then: Callable[[], None] = lambda: None) -> None:
    """End a client, and see that it ends so."""
    if end == "a closed terminal":
        terminal.hang_up()
    elif end == "Ctrl+Q":
        terminal.type(CTRL_Q)
    else:
        terminal.process.send_signal(signal.Signals[end])
    then()
    status = terminal.process.wait(PATIENCE) if end == "a closed terminal" else terminal.exit_status()
    assert status == ENDS[end], f"it ended with status {status}\n{terminal.text}"
