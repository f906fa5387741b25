"""The program in a real tmux: the main job, a window left and found again, and one that changes its size."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.terminal import Terminal
from tests.support.tmux import running_tmux

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="not installed: tmux")
DEMO = [sys.executable, "-m", "tui", "--demo"]
DETACH = ("\x02", "d")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    folders = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    return {**os.environ, **folders, "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm-256color"}


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_the_main_job(tmp_path: Path, env: dict[str, str], columns: int, rows: int) -> None:
    with running_tmux(DEMO, tmp_path, env, columns=columns, rows=rows) as tmux:
        tmux.until("/ 2,500")
        tmux.until("Ask Harbour")
        tmux.type("When are you open at the weekend?")
        tmux.until("at the weekend?")
        time.sleep(0.15)  # an Enter on the heels of text is part of a paste
        tmux.press("Enter")
        tmux.until("151 / 2,500")
        tmux.press("Escape")
        tmux.until("On Saturdays the shop is open")
        tmux.press("C-q")
        tmux.until("status 0")
        assert tmux.asked("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1"


def test_a_window_is_left_and_found_again_in_another_size(tmp_path: Path, env: dict[str, str]) -> None:
    with running_tmux(DEMO, tmp_path, env, columns=80, rows=24) as tmux:
        with Terminal(tmux.attach, columns=80, rows=24, env=env) as terminal:
            terminal.until("150 / 2,500")
            terminal.type("half a thought")
            terminal.until("half a thought")
            for key in DETACH:
                terminal.type(key)
            assert terminal.exit_status() == 0
        tmux.type(" and more")
        tmux.until("half a thought and more")
        with Terminal(tmux.attach, columns=40, rows=13, env=env) as terminal:
            terminal.until("half a thought and more")
            terminal.type("!")
            text = terminal.until("half a thought and more!")
            assert "150 / 2,500" in text
            assert len(tmux.text.splitlines()) == 12
