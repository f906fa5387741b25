"""The size is the terminal's own, now and after every change."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.terminal import Terminal
from tests.terminal.client import CLIENT, leave

if TYPE_CHECKING:
    from collections.abc import Mapping

HELP, USAGE = "Ctrl+Q Quit", "100 % left"


def fills(terminal: Terminal, columns: int, rows: int) -> None:
    """Wait until what stands in two corners of the client is in those of a screen of that size."""

    def drawn(text: str) -> bool:
        lines = text.split("\n")
        first, last = lines[0], lines[rows - 1]
        return (
            first.endswith(USAGE)
            and last.endswith(HELP)
            and not any(lines[rows:])
            and all(columns - 3 <= len(line) <= columns for line in (first, last))
        )

    terminal.until(drawn)


def started(before: str, env: Mapping[str, str], columns: int, rows: int) -> Terminal:
    command = ["sh", "-c", f"{before} exec {shlex.join(CLIENT)}"]
    return Terminal(command, columns=columns, rows=rows, env=env)


def test_variables_of_another_size_do_not_win(env: dict[str, str]) -> None:
    with started("COLUMNS=60 LINES=15", env, 110, 30) as terminal:
        fills(terminal, 110, 30)
        terminal.resize(92, 20)
        fills(terminal, 92, 20)
        leave(terminal)


@pytest.mark.parametrize("size", ["rows 0 cols 0", "rows 0"])
def test_a_terminal_that_does_not_say_its_size_is_taken_for_80_by_24(env: dict[str, str], size: str) -> None:
    with started(f"stty {size};", env, 80, 30) as terminal:
        fills(terminal, 80, 24)
        terminal.resize(100, 30)
        fills(terminal, 100, 30)
        leave(terminal)


TWICE = """
import fcntl, os, signal, struct, sys, termios
from tui.terminal.driver import ThriftyDriver
from tui.cli.main import main

asked = ThriftyDriver._get_terminal_size

def changing(self):
    size = asked(self)
    if size == (92, 20):
        fcntl.ioctl(self.fileno, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
        os.kill(os.getpid(), signal.SIGWINCH)
    return size

ThriftyDriver._get_terminal_size = changing
sys.exit(main())
"""


def test_the_last_of_two_sizes_counts_though_it_comes_while_the_first_is_taken(env: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", TWICE], columns=80, rows=24, env=env) as terminal:
        fills(terminal, 80, 24)
        terminal.resize(92, 20)
        terminal.screen.resize(30, 110)
        fills(terminal, 110, 30)
        leave(terminal)
