"""The program in a real tmux: the main job, a window left and found again, and one that changes its size."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tests.support.terminal import Terminal
from tests.support.tmux import running_tmux
from tests.terminal.client import CLIENT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="not installed: tmux")
DETACH = ("\x02", "d")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_the_main_job(tmp_path: Path, env: dict[str, str], columns: int, rows: int) -> None:
    with running_tmux(CLIENT, tmp_path, env, columns=columns, rows=rows) as tmux:
        tmux.until("/ 2,500")
        tmux.until("Ask Harbour")
        tmux.type("When are you open at the weekend?")
        tmux.until("at the weekend?")
        time.sleep(0.15)  # an Enter on the heels of text is part of a paste
        tmux.press("Enter")
        tmux.until("1 / 2,500")
        tmux.press("Escape")
        tmux.until("On Saturdays the shop is open")
        tmux.press("C-q")
        tmux.until("status 0")
        assert tmux.asked("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1"


def test_a_window_is_left_and_found_again_in_another_size(tmp_path: Path, env: dict[str, str]) -> None:
    with running_tmux(CLIENT, tmp_path, env, columns=80, rows=24) as tmux:
        with Terminal(tmux.attach, columns=80, rows=24, env=env) as terminal:
            terminal.until("0 / 2,500")
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
            assert "0 / 2,500" in text
            assert len(tmux.text.splitlines()) == 12


def test_joined_emoji_tear_nothing_in_a_terminal_that_draws_their_parts(
    tmp_path: Path, env: dict[str, str]
) -> None:
    text = "👨‍👩‍👧 fam 🇩🇪 flag 1️⃣ key 👍🏽 tone ❤️ end"
    with (
        running_tmux(CLIENT, tmp_path, env, columns=80, rows=23) as tmux,
        Terminal(tmux.attach, columns=80, rows=24, env=env) as terminal,
    ):
        terminal.until("0 / 2,500")
        terminal.type(f"\x1b[200~{text}\x1b[201~")
        terminal.until("end")
        terminal.type("\x1b[D" * 4 + "\x7f\x7f")
        terminal.until("tone end")
        row = next(line for line in terminal.screen.display if "fam" in line and "›" in line)
        assert row.split("›")[1].strip() == "👨 fam DE flag 1  key 👍 tone end"
        assert terminal.screen.cursor.x == cell_len(row.split("tone")[0]) + len("tone")
        assert not terminal.screen.cursor.hidden
