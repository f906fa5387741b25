"""When a line is taken to be slow, and what the program makes of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tui.terminal.slow_line import FRAMES, is_slow, spare_frames

if TYPE_CHECKING:
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
