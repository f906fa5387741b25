"""The ends of the program in a real pseudo-terminal: signals, a line that drops, Ctrl+Z, a defect."""

from __future__ import annotations

import shlex
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import PATIENCE
from tests.support.processes import MUCH, processor_seconds_to_end
from tests.support.terminal import Terminal
from tests.terminal.client import (
    CLIENT,
    CTRL_N,
    CTRL_Q,
    CTRL_Z,
    assert_restored,
    drafts,
    leave,
    opened,
    say,
    typed,
)

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

DEFECT = """
import sys
import tui.controllers.navigation as navigation
from tui.cli.main import main

def broken(self):
    raise KeyError("a defect")

navigation.Navigation.new = broken
sys.exit(main())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_what_is_typed_and_leaves_the_terminal_as_it_was(
    env: dict[str, str], number: signal.Signals
) -> None:
    with opened(env) as terminal:
        typed(terminal, "half a thought")
        terminal.process.send_signal(number)
        assert terminal.exit_status() == 128 + number
        assert_restored(terminal)
        assert "Traceback" not in terminal.text
    assert drafts(env) == ["half a thought"]


@pytest.mark.parametrize("controlling", [True, False], ids=["with SIGHUP", "and nobody is told"])
def test_a_line_that_drops_ends_the_program_with_everything_saved(
    env: dict[str, str], *, controlling: bool
) -> None:
    with opened(env, controlling=controlling) as terminal:
        typed(terminal, "half a thought")
        terminal.hang_up()
        assert processor_seconds_to_end(terminal.process.pid) < MUCH, "it spins"
        assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
    assert drafts(env) == ["half a thought"]


def test_a_line_that_drops_while_the_screen_is_drawn_is_no_reason_to_hang(
    env: dict[str, str], sandbox: RunningSandbox
) -> None:
    with opened(env) as terminal:
        terminal.until("0 / 2,500")
        sandbox.hold()
        say(terminal, "When are you open at the weekend?")
        terminal.until("answering…")
        sandbox.release()
        terminal.until("On Saturdays")
        terminal.resize(600, 200)  # a frame of more than the pty holds, and nobody reads it
        terminal.wait_for_output()
        for _ in range(45):  # frames of more than the writer's queue holds: one a key
            terminal.type("x")
            time.sleep(0.03)  # what it does now cannot be seen
        terminal.hang_up()
        assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
    with opened(env) as terminal:
        terminal.until("1 / 2,500")
        terminal.until("On Saturdays the shop is open")
    assert sandbox.messages_used() == 1


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it_again(env: dict[str, str]) -> None:
    with Terminal(["bash", "--norc", "--noprofile"], columns=80, rows=24, env=env) as terminal:
        terminal.type("PS1='shell '$'> '; stty -g > ~/before\r")
        terminal.until("shell >")
        terminal.type(f"{shlex.join(CLIENT)}\r")
        typed(terminal, "half a thought")
        terminal.type(CTRL_Z)
        terminal.until("Stopped")
        assert drafts(env) == ["half a thought"]
        terminal.type("stty -g > ~/stopped; echo don''e\r")
        terminal.until("done")
        home = Path(env["HOME"])
        assert (home / "stopped").read_text() == (home / "before").read_text()
        for _ in range(2):
            terminal.type("fg\r")
            terminal.until("half a thought")
            text = terminal.until("0 / 2,500")
            assert "shell >" not in text, "the whole screen is drawn again"
            terminal.type(CTRL_Z)
            terminal.until("shell >")
        terminal.type("fg\r")
        terminal.until("0 / 2,500")
        terminal.type(", or a whole one")
        terminal.until("half a thought, or a whole one")
        terminal.type(CTRL_Q)
        terminal.until("shell >")
        terminal.type("echo status $?; stty -g > ~/after; echo en''d\r")
        assert "status 0" in terminal.until("end")
        assert (home / "after").read_text() == (home / "before").read_text()
    assert drafts(env) == ["half a thought, or a whole one"]


def test_where_no_shell_waits_ctrl_z_stops_nothing(env: dict[str, str]) -> None:
    with opened(env) as terminal:
        typed(terminal, "half a thought")
        terminal.type(CTRL_Z)
        terminal.type(" and more")
        terminal.until("half a thought and more")
        leave(terminal)
        assert_restored(terminal)


def test_a_stop_that_nobody_is_told_of_leaves_the_terminal_as_it_was_in_the_end(env: dict[str, str]) -> None:
    with opened(env) as terminal:
        typed(terminal, "half a thought")
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.type(" and more")
        terminal.until("half a thought and more")
        leave(terminal)
        assert_restored(terminal)


def test_a_defect_ends_in_a_sentence_and_what_is_typed_is_kept(env: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", DEFECT], columns=80, rows=24, env=env) as terminal:
        typed(terminal, "half a thought")
        terminal.type(CTRL_N)
        assert terminal.exit_status() == 1
        assert "asyntai-tui has met a defect of its own" in " ".join(terminal.text.split())
        assert "Traceback" not in terminal.text
        assert_restored(terminal)
    assert drafts(env) == ["half a thought"]
    log = Path(env["XDG_STATE_HOME"], "asyntai-tui/crash.log")
    assert "builtins.KeyError" in log.read_text()
