"""The main job in a real pseudo-terminal: from the command to a revealed reply, and out again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

DEFECT = """
import sys
import tui.controllers.navigation as navigation
from tui.cli.main import main

def broken(self):
    raise KeyError("a defect")

navigation.Navigation.new = broken
sys.exit(main(["--demo"]))
"""
ENTER, ESCAPE, CTRL_N, CTRL_Q, CTRL_T = "\r", "\x1b", "\x0e", "\x11", "\x14"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    folders = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    return {**os.environ, **folders, "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def demo(env: dict[str, str], columns: int, rows: int) -> Terminal:
    return Terminal([sys.executable, "-m", "tui", "--demo"], columns=columns, rows=rows, env=env)


def say(terminal: Terminal, text: str) -> None:
    """Type a message and then Enter, as fingers do: an Enter on the heels of text is part of a paste."""
    terminal.type(text)
    terminal.until(text[:20])
    terminal.read(0.1)
    terminal.type(ENTER)


def ready(terminal: Terminal) -> None:
    terminal.until("/ 2,500")
    terminal.until("Ask Harbour")


def assert_restored(terminal: Terminal) -> None:
    """The terminal is as it was: attributes, screen, cursor, mouse, paste."""
    assert terminal.after == terminal.before
    left = bytes(terminal.written)
    assert left.rfind(b"\x1b[?1049l") > left.rfind(b"\x1b[?1049h")
    assert left.rfind(b"\x1b[?25h") > left.rfind(b"\x1b[?25l")
    for mode in (b"1000", b"1003", b"1006", b"2004"):
        assert left.rfind(b"\x1b[?" + mode + b"l") > left.rfind(b"\x1b[?" + mode + b"h")


@pytest.mark.parametrize(
    ("term", "columns", "rows"),
    [("xterm-256color", 120, 36), ("xterm", 80, 24), ("linux", 40, 12), ("xterm-256color", 40, 12)],
)
def test_from_the_command_to_a_revealed_reply_and_out(
    env: dict[str, str], term: str, columns: int, rows: int
) -> None:
    with demo({**env, "TERM": term}, columns, rows) as terminal:
        ready(terminal)
        assert "sandbox" in terminal.text
        assert "150 / 2,500" in terminal.text
        say(terminal, "When are you open at the weekend?")
        terminal.until("At the weekend and on Sundays")
        terminal.until("151 / 2,500")
        terminal.type(ESCAPE)
        terminal.until("On Saturdays the shop is open")
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0
        assert_restored(terminal)


def test_another_website_and_its_language(env: dict[str, str]) -> None:
    with demo(env, 120, 36) as terminal:
        ready(terminal)
        terminal.type(CTRL_T)
        terminal.until("Choose a website")
        terminal.type("golon")
        terminal.until("Taller La Golondrina")
        terminal.read(0.2)
        terminal.type(ENTER)
        terminal.until("Ask Taller La Golondrina")
        say(terminal, "¿Cuál es el horario?")
        terminal.until(lambda text: "viernes" in text or "sábado" in text.lower())
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0


def test_what_was_done_is_there_at_the_next_start(env: dict[str, str]) -> None:
    with demo(env, 120, 36) as terminal:
        ready(terminal)
        say(terminal, "Do you sell decaf?")
        terminal.until("151 / 2,500")
        terminal.type("half a thou")
        terminal.until("half a thou")
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0
    with demo(env, 120, 36) as terminal:
        terminal.until("151 / 2,500")
        text = terminal.until("half a thou")
        assert "Do you sell decaf?" in text
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0


def test_the_window_may_change_its_size_at_any_time(env: dict[str, str]) -> None:
    with demo(env, 120, 36) as terminal:
        ready(terminal)
        say(terminal, "When are you open at the weekend?")
        terminal.until("On Saturdays the shop")
        for columns, rows in ((40, 12), (80, 24), (200, 60), (30, 8), (120, 36)):
            terminal.resize(columns, rows)
            terminal.read(0.3)
        text = terminal.until("On Saturdays the shop")
        assert "Ctrl+Q" in text
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0


def test_a_storm_of_sizes_ends_in_the_same_screen(env: dict[str, str]) -> None:
    with demo(env, 80, 24) as terminal:
        ready(terminal)
        terminal.until("A new session")
        terminal.read(1.0)
        before = cells(terminal)
        for number in range(60):
            terminal.resize(30 + 7 * number % 90, 8 + 5 * number % 30)
        terminal.resize(80, 24)
        terminal.until(lambda _: cells(terminal) == before)
        # There and back before a frame is drawn: what was cut off is to be there again.
        terminal.resize(50, 12)
        terminal.resize(80, 24)
        terminal.until(lambda _: cells(terminal) == before)
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0


def cells(terminal: Terminal) -> list[tuple[object, ...]]:
    """Every cell as it looks: a blank has no colour but its ground's."""
    screen = terminal.screen
    every = [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]
    return [(cell.data, cell.bg) if cell.data == " " else tuple(cell) for cell in every]


def test_a_defect_ends_in_a_sentence_on_a_restored_terminal(env: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", DEFECT], columns=120, rows=36, env=env) as terminal:
        ready(terminal)
        terminal.type(CTRL_N)
        assert terminal.exit_status() == 1
        assert "asyntai-tui has met a defect of its own and had to stop." in " ".join(terminal.text.split())
        assert "Traceback" not in terminal.text
        assert_restored(terminal)
    log = Path(env["XDG_STATE_HOME"], "asyntai-tui/crash.log")
    assert "KeyError: 'a defect'" in log.read_text()
