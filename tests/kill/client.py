"""The full-screen client in a pseudo-terminal, killed at a step of a send, and what its next start shows."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from contextlib import ExitStack, closing
from threading import Event
from typing import TYPE_CHECKING, Self

from tests.kill.points import Life, drawn
from tests.kill.profile import (
    CTRL_G,
    CTRL_Q,
    ENTER,
    F2,
    NAME,
    PATIENCE,
    REPLY_BEGINS,
    REPLY_ENDS,
    WITHIN,
    Profile,
    composed,
    read_rows,
    settled,
    type_in,
)
from tests.kill.service import relayed_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kill.relay import Relay
    from tests.support.terminal import Terminal

STEPS = (
    "half a second after the last key",
    "half a second after the last key of a dialog",
    "in the editor",
    "before the write",
    "as soon as it is queued",
    "as soon as it is queued, with a second client that has the draft",
    "after the write",
    "after the POST left, and it is lost",
    "after the POST left, and it arrives",
    "after the service took it",
    "before the reply is stored",
    "during the reveal",
    "at a random moment",
)
_FULL = 1_000_000


class ClientRun:
    """One sandbox, and a profile of its own for every kill."""

    def __init__(self, folder: Path, seed: int, latency: str = "0-40") -> None:
        self._latency = latency
        self.tally: Counter[tuple[str, str]] = Counter()
        """How often, by the step and what was on disk then."""
        self.wrongs: list[str] = []
        self._folder = folder
        self._sandbox_file = folder / "sandbox.sqlite3"
        self._chance = random.Random(seed)
        self._kills = 0
        self.sent = 0
        """Messages that a person sent."""
        self.counted = 0
        """Messages that the service counted."""
        self._stack = ExitStack()
        self._relay: Relay

    def __enter__(self) -> Self:
        self._relay = self._stack.enter_context(relayed_sandbox(self._sandbox_file, self._latency))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def kill(self, step: str) -> None:
        """Kill a client at the step, start it again, and look at everything."""
        self._kills += 1
        profile = Profile(self._folder / str(self._kills), self._relay.port, self._sandbox_file)
        questions = [f"When are you open at the weekend? ({self._kills})"]
        if step == "after the write":
            questions.append(f"And at the weekend? ({self._kills})")  # it waits for the one before
        self.sent += len(questions)
        with profile.client() as terminal:
            _Killing(self._relay, profile, terminal, questions, self._chance.uniform(0, 1)).at(step)
        self._relay.hook = lambda _step: True
        self.tally[step, profile.states()] += 1
        with profile.client() as terminal:
            screen = self._settled(
                terminal, profile, questions, typed=questions[0] if step in STEPS[:4] else ""
            )
            if step == STEPS[1] and profile.rows("SELECT text FROM unfinished") != [(NAME,)]:
                self.wrongs.append(f"killed {step}: the name is lost")
            terminal.type(CTRL_Q)
            assert terminal.exit_status() == 0
        self.wrongs += [f"killed {step}: {wrong}" for wrong in self._wrongs(profile, questions, screen)]

    def at_random(self) -> None:
        """End a client at a point that is drawn, start it again, and look at everything."""
        self._kills += 1
        point = drawn(self._chance)
        profile = Profile(self._folder / str(self._kills), self._relay.port, self._sandbox_file)
        life = Life(self._relay, profile, point, self._kills)
        wrong: list[str] = []
        try:
            life.live()
            self.tally[point.name, profile.states()] += 1
            with profile.client() as terminal:
                screen = self._settled(terminal, profile, life.questions, typed=life.typed)
                life.finish(terminal)
            wrong += self._wrongs(profile, life.questions, screen)
        except AssertionError as error:
            wrong.append(str(error))
            self.counted = self._count()
        self.sent += len(life.questions)
        self.wrongs += [f"point {self._kills}, {point}: {each}" for each in wrong]

    def _settled(self, terminal: Terminal, profile: Profile, questions: list[str], typed: str) -> str:
        """Settle everything, and wait until the service's count is shown; returns the words on the screen.

        What an earlier life stored of the count is shown until the service has answered.
        """
        settled(terminal, profile, questions, typed=typed)
        return " ".join(terminal.until(f"{self._count():,} / {_FULL:,}").split())

    def _count(self) -> int:
        return int(read_rows(self._sandbox_file, "SELECT SUM(used) FROM usage")[0][0])

    def _wrongs(self, profile: Profile, questions: list[str], screen: str) -> list[str]:
        """What does not hold though everything is settled, as sentences."""
        before = self.counted
        self.counted = self._count()
        ours = profile.rows("SELECT role, content, state FROM messages ORDER BY position")
        theirs = read_rows(
            self._sandbox_file,
            "SELECT role, content FROM messages WHERE session_id IN "
            "(SELECT session_id FROM messages WHERE content = ?) ORDER BY at, id",
            questions[0],
        )
        found = [
            f"{text!r} is on screen {screen.count(text)} times"
            for text in questions
            if screen.count(text) != sum(text in each for each in questions)
        ]
        if screen.count(REPLY_ENDS) != len(questions):
            found.append(f"{screen.count(REPLY_ENDS)} replies are on screen")
        if self.counted - before != len(questions):
            found.append(f"{self.counted - before} messages were counted")
        if [content for role, content in theirs if role == "user"] != questions:
            found.append(f"the service has {theirs}")
        if [row[:2] for row in ours] != theirs or {row[2] for row in ours} != {"answered", "received"}:
            found.append(f"the store has {ours}")
        if drafts := profile.rows("SELECT text FROM drafts"):
            found.append(f"a draft is left: {drafts}")
        return found


class _Killing:
    """One life of a client, up to its end."""

    def __init__(
        self, relay: Relay, profile: Profile, terminal: Terminal, questions: list[str], moment: float
    ) -> None:
        self._relay = relay
        self._profile = profile
        self._terminal = terminal
        self._question, *self._further = questions
        self._moment = moment
        self._held = Event()

    def at(self, step: str) -> None:
        self._terminal.until("Ask Harbour Lantern Coffee")
        if step == "in the editor":
            self._in_the_editor()
            return
        type_in(self._terminal, self._question)
        ways: dict[str, Callable[[], None]] = {
            "half a second after the last key": self._half_a_second_later,
            "half a second after the last key of a dialog": self._in_a_dialog,
            "before the write": self._before_the_write,
            "as soon as it is queued": self._as_soon_as_it_is_queued,
            "as soon as it is queued, with a second client that has the draft": self._beside_another,
            "after the write": lambda: self._stop_at("left", going_on=False, meanwhile=self._queue_another),
            "after the POST left, and it is lost": lambda: self._stop_at("left", going_on=False),
            "after the POST left, and it arrives": lambda: self._stop_at("left", going_on=True),
            "after the service took it": lambda: self._stop_at("taken", going_on=False),
            "before the reply is stored": self._before_the_reply_is_stored,
            "during the reveal": self._during_the_reveal,
            "at a random moment": self._at_a_random_moment,
        }
        ways[step]()

    def _half_a_second_later(self) -> None:
        time.sleep(WITHIN)  # what is promised
        self._kill()

    def _in_a_dialog(self) -> None:
        self._until(lambda: bool(self._profile.rows("SELECT 1 FROM drafts")))
        self._terminal.type(F2)
        self._terminal.read(0.2)
        self._terminal.type("r")
        self._terminal.until("Rename the session")
        self._terminal.type(NAME)
        self._terminal.until(NAME)
        self._half_a_second_later()

    def _as_soon_as_it_is_queued(self) -> None:
        self._send()
        self._poll_until_queued()
        self._kill()

    def _during_the_reveal(self) -> None:
        self._send()
        self._until(lambda: REPLY_BEGINS in self._terminal.text)
        self._kill()
        assert REPLY_ENDS not in self._terminal.text, "all of it was shown"

    def _at_a_random_moment(self) -> None:
        self._send()
        time.sleep(self._moment)  # the random moment itself
        self._kill()

    def _in_the_editor(self) -> None:
        with self._profile.editor(self._question) as written:
            self._terminal.type(CTRL_G)
            self._until(written.exists)
            self._kill()

    def _beside_another(self) -> None:
        self._until(lambda: bool(self._profile.rows("SELECT 1 FROM drafts")))
        with self._profile.client() as other:
            other.until(lambda screen: composed(screen) == self._question)
            other.until("/ 1,000,000")
            self._as_soon_as_it_is_queued()
            other.type(ENTER)
            other.until(lambda screen: composed(screen) != self._question)
            other.type(CTRL_Q)
            assert other.exit_status() == 0

    def _poll_until_queued(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self._profile.rows("SELECT 1 FROM messages"):
            assert time.monotonic() < end, "it was not queued"

    def _before_the_write(self) -> None:
        self._until(lambda: bool(self._profile.rows("SELECT 1 FROM drafts")))
        with closing(sqlite3.connect(self._profile.store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            self._send()
            self._terminal.read(0.3)
            self._kill()

    def _before_the_reply_is_stored(self) -> None:
        with ExitStack() as held:

            def hook(at: str) -> bool:
                if at == "taken":
                    other = sqlite3.connect(
                        self._profile.store, isolation_level=None, check_same_thread=False
                    )
                    held.enter_context(closing(other)).execute("BEGIN IMMEDIATE")
                elif at == "delivered":
                    time.sleep(0.2)  # by then it stands before the write, which is held
                    self._held.set()
                return True

            self._relay.hook = hook
            self._send()
            self._until(self._held.is_set)
            self._kill()

    def _stop_at(self, where: str, *, going_on: bool, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Hold the message where it is, kill the client, and let the message go on or not."""
        killed, gone = Event(), Event()

        def hook(at: str) -> bool:
            if at == where:
                self._held.set()
                assert killed.wait(PATIENCE)
                if not going_on:
                    gone.set()
                return going_on
            if at == "taken":
                gone.set()
            return True

        self._relay.hook = hook
        self._send()
        self._until(self._held.is_set)
        meanwhile()
        self._kill()
        killed.set()
        assert gone.wait(PATIENCE)

    def _queue_another(self) -> None:
        type_in(self._terminal, self._further[0])
        self._send()
        self._until(lambda: "queued" in self._profile.states())

    def _send(self) -> None:
        self._terminal.read(0.1)  # an Enter on the heels of text is part of a paste
        self._terminal.type(ENTER)

    def _kill(self) -> None:
        self._terminal.process.kill()
        self._terminal.process.wait()

    def _until(self, predicate: Callable[[], bool]) -> None:
        self._terminal.until(lambda _: predicate(), PATIENCE)
