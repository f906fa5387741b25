"""Kills the program at each step of a send and at random points, and looks at what it makes of it."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Self

from tests.kill import driver
from tests.kill.service import relayed_sandbox
from tests.kill.truth import Asked, Truth

if TYPE_CHECKING:
    from pathlib import Path

STEPS = (
    "before the write",
    "after the write",
    "after the POST left, and it is lost",
    "after the POST left, and it arrives",
    "after the service took it",
    "before the reply is stored",
    "after the reply is stored",
)

_LONGEST = 0.25
"""Seconds after which a life is killed at random, at most: several messages long."""

_WAIT = 60
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([driver.__name__])


class Life:
    """A process of the program."""

    def __init__(self, folder: Path, base_url: str, number: int, stop_at: str, asked: Asked) -> None:
        self._asked = asked
        self._line, theirs = _FORKS.Pipe()
        arguments = (str(folder), base_url, number, stop_at, theirs)
        self.process = _FORKS.Process(target=driver.live, args=arguments)
        self.process.start()
        theirs.close()
        self.last = ""
        """The text that was typed last."""

    def until(self, wanted: str) -> None:
        """Wait for a step."""
        while True:
            assert self._line.poll(_WAIT), f"the life did not come to {wanted!r}"
            if self._take() == wanted:
                return

    def go(self) -> None:
        """Let it write and send."""
        self._line.send("go")

    def kill(self) -> None:
        """SIGKILL it, and take what it had said by then."""
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -9, f"it ended by itself: {self.process.exitcode}"
        with suppress(EOFError, ConnectionResetError):  # a reset, where it had not heard us out
            while self._line.poll():
                self._take()
        self._line.close()

    def _take(self) -> str:
        step, session_id, text = self._line.recv()
        self._asked.note(step, session_id, text)
        self.last = text or self.last
        return step


class Run:
    """One profile and one sandbox, for any number of lives."""

    def __init__(self, folder: Path, seed: int, latency: str = "0-40") -> None:
        self._latency = latency
        self.asked = Asked()
        self.tally: Counter[str] = Counter()
        self.wrongs: list[str] = []
        self._folder = folder
        self._chance = random.Random(seed)
        self._lives = 0
        self._stack = ExitStack()
        self._sandbox_file = folder / "sandbox.sqlite3"

    def __enter__(self) -> Self:
        self._relay = self._stack.enter_context(relayed_sandbox(self._sandbox_file, self._latency))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def store(self) -> Path:
        """The client's database."""
        return self._folder / "asyntai-tui" / "default.sqlite3"

    def at_random(self) -> None:
        """Kill a life at a random moment of its sending."""
        life = self._born()
        life.go()
        time.sleep(self._chance.uniform(0, _LONGEST))  # the random point itself
        life.kill()
        self._count(life)

    def at(self, step: str) -> None:
        """Kill a life at a step of its first send."""
        stop_at = {"before the write": "typed", "after the write": "queued"}.get(step, "")
        if step == "after the reply is stored":
            stop_at = "answered"
        life = self._born(stop_at)
        if stop_at:
            life.go()
            life.until(stop_at)
            life.kill()
        else:
            self._at_the_relay(life, step)
        self._count(life)

    def end(self) -> Truth:
        """Let a last life settle everything; return what is on disk then."""
        self._born().kill()
        return Truth.read(self.store, self._sandbox_file)

    def _born(self, stop_at: str = "") -> Life:
        """Start a life, wait until it has settled what was left, and look at the truth."""
        self._lives += 1
        base_url = f"http://127.0.0.1:{self._relay.port}/api/v1/"
        life = Life(self._folder, base_url, self._lives, stop_at, self.asked)
        life.until("settled")
        truth = Truth.read(self.store, self._sandbox_file)
        self.wrongs += [f"life {self._lives}: {wrong}" for wrong in truth.wrongs(self.asked)]
        return life

    def _count(self, life: Life) -> None:
        self.tally[Truth.read(self.store, self._sandbox_file).place(life.last)] += 1

    def _at_the_relay(self, life: Life, step: str) -> None:
        done = _FORKS.Event()
        with ExitStack() as held:

            def hook(at: str) -> bool:
                going_on = True
                if at == "left" and step.startswith("after the POST left"):
                    life.kill()
                    going_on = step.endswith("arrives")
                    if not going_on:
                        done.set()
                elif at == "taken" and step == "after the service took it":
                    life.kill()
                    going_on = False
                    done.set()
                elif at == "taken" and step == "before the reply is stored":
                    other = sqlite3.connect(self.store, isolation_level=None, check_same_thread=False)
                    held.enter_context(closing(other)).execute("BEGIN IMMEDIATE")
                elif at == "taken":
                    done.set()  # it arrived after the death of whoever sent it
                elif at == "delivered" and step == "before the reply is stored":
                    time.sleep(0.2)  # by then it stands before the write, which is held
                    life.kill()
                    done.set()
                return going_on

            self._relay.hook = hook
            life.go()
            assert done.wait(_WAIT), f"the life did not come to: {step}"
        self._relay.hook = lambda _step: True
