"""The full-screen client in a pseudo-terminal, killed at a step of a send, and what its next start shows."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing, contextmanager
from threading import Event
from typing import TYPE_CHECKING, Self

from tests.kill.service import relayed_sandbox
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from tests.kill.relay import Relay

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
WITHIN = 0.5
"""Seconds after which a typed word is on disk, as the client promises."""

_PATIENCE = 30
_ENTER, _CTRL_G, _CTRL_Q, _CTRL_R, _F2 = "\r", "\x07", "\x11", "\x12", "\x1bOQ"
_NAME = "A name that is being typed"
_EDITOR = """#!/bin/sh
trap '' HUP TERM
cat '{question}' > "$1"
: > '{written}'
while [ -e '{written}' ]; do sleep 0.1; done
"""
_REPLY_BEGINS, _REPLY_ENDS = "At the weekend and on Sundays", "the day off."
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
        profile = Profile(self._folder / str(self._kills), self._relay.port)
        questions = [f"When are you open at the weekend? ({self._kills})"]
        if step == "after the write":
            questions.append(f"And at the weekend? ({self._kills})")  # it waits for the one before
        self.sent += len(questions)
        with profile.client() as terminal:
            _Killing(self._relay, profile, terminal, questions, self._chance.uniform(0, 1)).at(step)
        self._relay.hook = lambda _step: True
        self.tally[step, profile.states()] += 1
        with profile.client() as terminal:
            screen = _settled(terminal, profile, questions, typed=step in STEPS[:4])
            if step == STEPS[1] and profile.rows("SELECT text FROM unfinished") != [(_NAME,)]:
                self.wrongs.append(f"killed {step}: the name is lost")
            terminal.type(_CTRL_Q)
            assert terminal.exit_status() == 0
        self.wrongs += [f"killed {step}: {wrong}" for wrong in self._wrongs(profile, questions, screen)]

    def _wrongs(self, profile: Profile, questions: list[str], screen: str) -> list[str]:
        """What does not hold though everything is settled, as sentences."""
        before = self.counted
        self.counted = int(_rows(self._sandbox_file, "SELECT SUM(used) FROM usage")[0][0])
        ours = profile.rows("SELECT role, content, state FROM messages ORDER BY position")
        theirs = _rows(
            self._sandbox_file,
            "SELECT role, content FROM messages WHERE session_id IN "
            "(SELECT session_id FROM messages WHERE content = ?) ORDER BY at, id",
            questions[0],
        )
        found = [
            f"{text!r} is on screen {screen.count(text)} times"
            for text in questions
            if screen.count(text) != 1
        ]
        if screen.count(_REPLY_ENDS) != len(questions):
            found.append(f"{screen.count(_REPLY_ENDS)} replies are on screen")
        if self.counted - before != len(questions):
            found.append(f"{self.counted - before} messages were counted")
        if f"{self.counted:,} / {_FULL:,}" not in screen:
            found.append(f"{self.counted} are counted, and the screen does not say so")
        if [content for role, content in theirs if role == "user"] != questions:
            found.append(f"the service has {theirs}")
        if [row[:2] for row in ours] != theirs or {row[2] for row in ours} != {"answered", "received"}:
            found.append(f"the store has {ours}")
        if drafts := profile.rows("SELECT text FROM drafts"):
            found.append(f"a draft is left: {drafts}")
        return found


class Profile:
    """A person's folders, and what is in their store."""

    def __init__(self, folder: Path, port: int) -> None:
        settings = folder / "XDG_CONFIG_HOME/asyntai-tui"
        settings.mkdir(parents=True)
        (settings / "config.toml").write_text("[timeouts]\nchat = 2\n")
        folders = {
            name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        }
        service = {"ASYNTAI_BASE_URL": f"http://127.0.0.1:{port}/api/v1/", "ASYNTAI_API_KEY": "sandbox"}
        self._env = {**os.environ, **folders, **service, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        self._editor = folder / "editor"
        self._env |= {"EDITOR": str(self._editor), "VISUAL": ""}
        self.store = folder / "XDG_DATA_HOME/asyntai-tui/default.sqlite3"

    @contextmanager
    def editor(self, question: str) -> Generator[Path]:
        """Have an editor that writes the question and stays; yields what is there once it has written."""
        folder = self._editor.parent
        written, text = folder / "written", folder / "question"
        text.write_text(question)
        self._editor.write_text(_EDITOR.format(question=text, written=written))
        self._editor.chmod(0o700)
        try:
            yield written
        finally:
            written.unlink(missing_ok=True)

    def client(self) -> Terminal:
        """Start the client, in a window with nothing beside the transcript and room for all of it."""
        return Terminal([sys.executable, "-m", "tui"], columns=88, rows=60, env=self._env)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        return _rows(self.store, query)

    def states(self) -> str:
        """What is on disk, in a few words."""
        states = [state for (state,) in self.rows("SELECT state FROM messages WHERE role = 'user'")]
        typed = ["a draft"] if self.rows("SELECT 1 FROM drafts") else []
        return " and ".join(states + typed) or "nothing"


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
        _type(self._terminal, self._question)
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
        self._terminal.type(_F2)
        self._terminal.read(0.2)
        self._terminal.type("r")
        self._terminal.until("Rename the session")
        self._terminal.type(_NAME)
        self._terminal.until(_NAME)
        self._half_a_second_later()

    def _as_soon_as_it_is_queued(self) -> None:
        self._send()
        self._poll_until_queued()
        self._kill()

    def _during_the_reveal(self) -> None:
        self._send()
        self._until(lambda: _REPLY_BEGINS in self._terminal.text)
        self._kill()
        assert _REPLY_ENDS not in self._terminal.text, "all of it was shown"

    def _at_a_random_moment(self) -> None:
        self._send()
        time.sleep(self._moment)  # the random moment itself
        self._kill()

    def _in_the_editor(self) -> None:
        with self._profile.editor(self._question) as written:
            self._terminal.type(_CTRL_G)
            self._until(written.exists)
            self._kill()

    def _beside_another(self) -> None:
        self._until(lambda: bool(self._profile.rows("SELECT 1 FROM drafts")))
        with self._profile.client() as other:
            other.until(lambda screen: _composed(screen) == self._question)
            other.until("/ 1,000,000")
            self._as_soon_as_it_is_queued()
            other.type(_ENTER)
            other.until(lambda screen: _composed(screen) != self._question)
            other.type(_CTRL_Q)
            assert other.exit_status() == 0

    def _poll_until_queued(self) -> None:
        end = time.monotonic() + _PATIENCE
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
                assert killed.wait(_PATIENCE)
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
        assert gone.wait(_PATIENCE)

    def _queue_another(self) -> None:
        _type(self._terminal, self._further[0])
        self._send()
        self._until(lambda: "queued" in self._profile.states())

    def _send(self) -> None:
        self._terminal.read(0.1)  # an Enter on the heels of text is part of a paste
        self._terminal.type(_ENTER)

    def _kill(self) -> None:
        self._terminal.process.kill()
        self._terminal.process.wait()

    def _until(self, predicate: Callable[[], bool]) -> None:
        self._terminal.until(lambda _: predicate(), _PATIENCE)


def _type(terminal: Terminal, text: str) -> None:
    terminal.type(text)
    terminal.until(lambda screen: _composed(screen) == text)


def _composed(screen: str) -> str:
    """What stands in the composer."""
    lines = [line for line in screen.splitlines() if line.strip().startswith("› ")]
    return lines[-1].partition("›")[2].strip() if lines else ""


def _settled(terminal: Terminal, profile: Profile, questions: list[str], *, typed: bool) -> str:
    """Do what a person would until everything is answered; return the words on the screen then."""
    if typed:
        terminal.until(lambda screen: _composed(screen) == questions[0])
    acted = ""

    def done(screen: str) -> bool:
        nonlocal acted
        states = profile.states()
        if states == " and ".join(["answered"] * len(questions)):
            return screen.count(_REPLY_ENDS) == len(questions)
        if states != acted and _composed(screen) in questions and "/ 1,000,000" in screen:
            acted = states
            terminal.read(0.2)
            terminal.type(_ENTER)
        elif states != acted and "failed" in states and "Ctrl+R Retry" in screen:
            acted = states
            terminal.type(_CTRL_R)
        return False

    terminal.until(done, _PATIENCE)
    return " ".join(terminal.until(lambda screen: "~" not in screen.splitlines()[0]).split())


def _rows(database: Path, query: str, *parameters: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query, parameters).fetchall()
