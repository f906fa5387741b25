"""A person's folders, the client that they start there, and what they do and see in its terminal."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

WITHIN = 0.5
"""Seconds after which a typed word is on disk, as the client promises."""
PATIENCE = 30
ENTER, CTRL_G, CTRL_Q, CTRL_R, F2, SHIFT_TAB = "\r", "\x07", "\x11", "\x12", "\x1bOQ", "\x1b[Z"
NAME = "A name that is being typed"
REPLY_BEGINS, REPLY_ENDS = "At the weekend and on Sundays", "the day off."

_EDITOR = """#!/bin/sh
trap '' HUP TERM
cat '{question}' > "$1"
: > '{written}'
while [ -e '{written}' ]; do sleep 0.1; done
"""


class Profile:
    """A person's folders, and what is in their store."""

    def __init__(self, folder: Path, port: int, service: Path) -> None:
        self._service = service
        settings = folder / "XDG_CONFIG_HOME/asyntai-tui"
        settings.mkdir(parents=True)
        (settings / "config.toml").write_text("[timeouts]\nchat = 2\n")
        folders = {
            name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        }
        access = {"ASYNTAI_BASE_URL": f"http://127.0.0.1:{port}/api/v1/", "ASYNTAI_API_KEY": "sandbox"}
        self._env = {**os.environ, **folders, **access, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
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
        return read_rows(self.store, query)

    def doubts_what_never_came(self) -> bool:
        """Whether there is an unknown message that the service's dashboard does not show."""
        return any(
            not read_rows(self._service, "SELECT 1 FROM messages WHERE content = ?", text)
            for (text,) in self.rows("SELECT content FROM messages WHERE state = 'unknown'")
        )

    def states(self) -> str:
        """What is on disk, in a few words."""
        states = [state for (state,) in self.rows("SELECT state FROM messages WHERE role = 'user'")]
        typed = ["a draft"] if self.rows("SELECT 1 FROM drafts") else []
        return " and ".join(states + typed) or "nothing"


def type_in(terminal: Terminal, text: str) -> None:
    terminal.type(text)
    terminal.until(lambda screen: composed(screen) == text)


def composed(screen: str) -> str:
    """What stands in the composer."""
    lines = [line for line in screen.splitlines() if line.strip().startswith("› ")]
    return lines[-1].partition("›")[2].strip() if lines else ""


def settled(terminal: Terminal, profile: Profile, questions: list[str], *, typed: str) -> None:
    """See what is ``typed`` in the composer, then do what a person would until everything is answered.

    They send what is typed, and send again what failed, and what is in doubt and not on the dashboard.
    """
    if typed:
        terminal.until(lambda screen: composed(screen) == typed)
    acted = ("", False)

    def done(screen: str) -> bool:
        nonlocal acted
        states = profile.states()
        if states == " and ".join(["answered"] * len(questions)):
            return screen.count(REPLY_ENDS) == len(questions)
        seen = (states, "press Ctrl+R again" in " ".join(screen.split()))
        if seen == acted:
            return False
        if composed(screen) in questions and "/ 1,000,000" in screen:
            acted = seen
            terminal.read(0.2)
            terminal.type(ENTER)
        elif "Ctrl+R Retry" in screen and ("failed" in states or profile.doubts_what_never_came()):
            acted = seen
            terminal.type(CTRL_R)
        return False

    terminal.until(done, PATIENCE)
    terminal.until(lambda screen: "~" not in screen.splitlines()[0])


def read_rows(database: Path, query: str, *parameters: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query, parameters).fetchall()
