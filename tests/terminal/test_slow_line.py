"""When a line is taken to be slow, and what the program makes of it."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest

from tests.terminal.client import CTRL_P, ESCAPE, assert_restored, cells, leave, opened, ready
from tui.terminal.slow_line import FRAMES, is_slow, spare_frames

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.terminal import Terminal
    from tui.domain.settings import Thrift

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


@pytest.mark.parametrize(
    ("thrift", "environ", "slow"),
    [
        ("auto", {}, False),
        ("auto", {"SSH_CONNECTION": ""}, False),
        ("auto", SSH, True),
        ("on", {}, True),
        ("off", SSH, False),
    ],
)
def test_a_line_is_slow_over_ssh_or_as_the_person_says(
    thrift: Thrift, environ: dict[str, str], *, slow: bool
) -> None:
    assert is_slow(thrift, environ) is slow


def test_what_the_person_tells_textual_stands() -> None:
    environ = {"TEXTUAL_FPS": "30"}
    spare_frames(environ)
    assert environ == {"TEXTUAL_FPS": "30", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}


def test_textual_is_told_before_it_is_imported() -> None:
    program = (
        "import os, tui.cli.client, sys; from tui.terminal.slow_line import spare_frames; "
        "assert 'textual' not in sys.modules; spare_frames(os.environ); "
        "import textual.constants as told; "
        "print(told.MAX_FPS, told.TEXTUAL_ANIMATIONS, told.SMOOTH_SCROLL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(FRAMES), "none", "False"]


def test_the_palette_does_not_blink(env: dict[str, str]) -> None:
    with opened(env) as terminal:
        ready(terminal)
        terminal.type(CTRL_P)
        terminal.until("Search for commands")
        terminal.until(lambda _: is_silent(terminal, 0.8))  # a blink comes every half a second
        terminal.type(ESCAPE)
        terminal.until(lambda text: "Search for commands" not in text)
        leave(terminal)


def is_silent(terminal: Terminal, seconds: float) -> bool:
    """Whether nothing is written for so many seconds."""
    before, end = len(terminal.written), time.monotonic() + seconds
    while time.monotonic() < end and len(terminal.written) == before:
        terminal.read(0.05)
    return len(terminal.written) == before


def test_off_sends_what_textual_draws_and_shows_the_same(env: dict[str, str], tmp_path: Path) -> None:
    screens: list[object] = []
    lengths: list[int] = []
    for thrift in ("on", "off"):
        file = tmp_path / f"{thrift}.toml"
        file.write_text(f'thrift = "{thrift}"\n')
        with opened({**env, "XDG_DATA_HOME": str(tmp_path / thrift)}, "--config", str(file)) as terminal:
            ready(terminal)
            terminal.until("A new session")
            before = len(terminal.written)
            # Letter by letter: drawn as a whole, they might share a frame.
            for typed in accumulate("half a"):
                terminal.type(typed[-1])
                terminal.until(f"› {typed}".rstrip())
            lengths.append(len(terminal.written) - before)
            terminal.until(lambda _: is_silent(terminal, 0.7))
            screens.append(cells(terminal))
            leave(terminal)
            assert_restored(terminal)
    assert screens[0] == screens[1]
    assert lengths[0] * 2 < lengths[1]
