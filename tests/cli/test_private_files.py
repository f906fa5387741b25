"""Every folder that the program makes is 0700, and every file 0600, though nothing else sees to it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.faulty_server import FaultyServer
from tests.support.scripted_service import ScriptedService

DEFECT = "from tui.cli import ask, main; ask.run = None; main.main()"


def modes(folder: Path) -> dict[str, str]:
    """Those of everything below it: ``d700``, ``-600``."""
    found: dict[str, str] = {}
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        kind = "d" if stat.S_ISDIR(mode) else "-"
        found[str(path.relative_to(folder))] = f"{kind}{stat.S_IMODE(mode):o}"
    return found


def test_everything_that_commands_leave_under_a_umask_of_0(environ: dict[str, str], tmp_path: Path) -> None:
    python = [sys.executable, "-m", "tui"]
    with FaultyServer(ScriptedService()) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        for command in (
            [*python, "ask", "hello", "--profile", "default"],
            [*python, "ask", "--demo", "hello", "--log", str(tmp_path / "state" / "own.log")],
            [sys.executable, "-c", DEFECT, "ask", "hello"],
        ):
            subprocess.run(command, env=environ, umask=0, capture_output=True, check=False, timeout=120)
    found = modes(tmp_path)
    assert set(found.values()) == {"d700", "-600"}, found
    for name in (
        "data/asyntai-tui/default.sqlite3",
        "data/asyntai-tui/demo/demo.sqlite3",
        "data/asyntai-tui/demo/sandbox.sqlite3",
        "state/asyntai-tui/calls.log",
        "state/asyntai-tui/crash.log",
        "state/own.log",
    ):
        assert name in found


@pytest.mark.parametrize("linked", ["asyntai-tui", "asyntai-tui/default.sqlite3"])
def test_a_data_folder_or_store_that_is_a_link_is_refused(
    environ: dict[str, str], tmp_path: Path, linked: str
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir(0o755)
    link = Path(environ["XDG_DATA_HOME"], linked)
    link.parent.mkdir(parents=True)
    link.symlink_to(theirs if linked == "asyntai-tui" else theirs / "new.sqlite3")
    environ |= {"ASYNTAI_API_KEY": "some-test-key"}
    command = [sys.executable, "-m", "tui", "ask", "hello"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{link} is a symbolic link, which is not followed" in done.stderr
    assert done.stderr.count("\n") == 1
    assert os.listdir(theirs) == []  # noqa: PTH208 - names are enough
