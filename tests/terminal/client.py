"""The client in a pseudo-terminal: how it is started, what fingers do, and how it must leave things."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT = [sys.executable, "-m", "tui"]
ENTER, ESCAPE = "\r", "\x1b"
CTRL_N, CTRL_O, CTRL_P, CTRL_Q, CTRL_T, CTRL_Z = "\x0e", "\x0f", "\x10", "\x11", "\x14", "\x1a"


def opened(
    env: Mapping[str, str], *options: str, columns: int = 80, rows: int = 24, controlling: bool = True
) -> Terminal:
    """Start the client with the account of the environment: quicker than the demo, which starts a service."""
    return Terminal([*CLIENT, *options], columns=columns, rows=rows, env=env, controlling=controlling)


def demo(env: Mapping[str, str], columns: int, rows: int, *options: str) -> Terminal:
    """Start the demo."""
    return Terminal([*CLIENT, "--demo", *options], columns=columns, rows=rows, env=env)


def ready(terminal: Terminal) -> None:
    """Wait until it can be asked."""
    terminal.until("/ 2,500")
    terminal.until("Ask Harbour")


def say(terminal: Terminal, text: str) -> None:
    """Type a message and then Enter, as fingers do: an Enter on the heels of text is part of a paste."""
    terminal.type(text)
    terminal.until(text[:20])
    terminal.read(0.1)
    terminal.type(ENTER)


def typed(terminal: Terminal, text: str) -> None:
    """Type into the client once it is ready, and go on as soon as the text is seen: it is not on disk yet."""
    terminal.until("0 / 2,500")
    terminal.type(text)
    terminal.poll_until(text)


def leave(terminal: Terminal) -> None:
    """Press Ctrl+Q: it ends, and all is well."""
    terminal.type(CTRL_Q)
    assert terminal.exit_status() == 0


def assert_restored(terminal: Terminal) -> None:
    """The terminal is as it was: attributes, screen, cursor, mouse, paste."""
    assert terminal.after == terminal.before
    left = bytes(terminal.written)
    assert left.rfind(b"\x1b[?1049l") > left.rfind(b"\x1b[?1049h")
    assert left.rfind(b"\x1b[?25h") > left.rfind(b"\x1b[?25l")
    for mode in (b"1000", b"1003", b"1006", b"2004"):
        assert left.rfind(b"\x1b[?" + mode + b"l") > left.rfind(b"\x1b[?" + mode + b"h")


def cells(terminal: Terminal) -> list[tuple[object, ...]]:
    """Every cell as it looks: a blank has no colour but its ground's."""
    screen = terminal.screen
    every = [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]
    return [(cell.data, cell.bg) if cell.data == " " else tuple(cell) for cell in every]


def store(env: Mapping[str, str]) -> Path:
    """The file of the profile's store."""
    return Path(env["XDG_DATA_HOME"], "asyntai-tui/default.sqlite3")


def drafts(env: Mapping[str, str]) -> list[str]:
    """The drafts that are on disk."""
    with closing(sqlite3.connect(store(env))) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM drafts")]
