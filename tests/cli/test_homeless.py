"""A container's user: a number without a name, no home folder, or one that is closed to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

# That other user may read this checkout and its interpreter, wherever they are, and write nowhere by it.
NAMELESS = (
    *("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)
CLIENT = (*NAMELESS, sys.executable, "-m", "tui")


def can_be_nameless() -> bool:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    tried = subprocess.run([*NAMELESS, sys.executable, "-c", ""], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = pytest.mark.skipif(not can_be_nameless(), reason="needs root, to be somebody else")


@pytest.fixture
def environ() -> dict[str, str]:
    """Nothing that tells where to keep files."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONDONTWRITEBYTECODE") if name in os.environ}
    return kept | {"TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}


def run(environ: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CLIENT, *arguments],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [["ask", "hi"], ["ask", "--demo", "hi"], ["doctor"], ["--plain"], ["--demo", "--plain"], ["sandbox"]],
    ids=" ".join,
)
@pytest.mark.parametrize("home", [None, "", "relative"])
def test_without_a_home_folder_every_command_says_so(
    environ: dict[str, str], home: str | None, command: list[str]
) -> None:
    if home is not None:
        environ["HOME"] = home
    done = run(environ, *command)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "set HOME to a folder that you can write to" in done.stderr


@pytest.mark.parametrize("options", [[], ["--demo"]], ids=["account", "demo"])
def test_without_a_home_folder_the_full_screen_says_so(environ: dict[str, str], options: list[str]) -> None:
    with Terminal([*CLIENT, *options], columns=80, rows=24, env=environ) as terminal:
        assert terminal.exit_status() == 2
        assert "There is no home folder: set HOME" in " ".join(terminal.text.split())
        assert "\x1b[?1049h" not in terminal.text


@pytest.mark.parametrize("home", ["", "/", "/nonexistent"])
def test_a_home_folder_that_cannot_be_written_to_is_told(
    environ: dict[str, str], home: str, tmp_path: Path
) -> None:
    environ["HOME"] = home or str(tmp_path)
    for command in (["ask", "hi"], ["ask", "--demo", "hi"]):
        done = run(environ, *command)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "cannot be made: " in done.stderr


def test_a_home_folder_that_cannot_be_entered_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    """Without the right to read everything, the settings in it cannot be looked for."""
    environ["HOME"] = str(tmp_path / "closed")
    (tmp_path / "closed").mkdir(0o700)
    code = (
        "import os, sys, tui.settings.load, tui.services.doctor.examine, tui.store.store, tui.services.open\n"
        "from tui.cli.main import main\n"
        "os.setgroups([]); os.setgid(12345); os.setuid(12345)\n"
        "sys.exit(main(['ask', 'hi']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "The settings file " in done.stderr
    assert "cannot be read: Permission denied." in done.stderr
