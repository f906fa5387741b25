"""Copying, by every way there is: what the clipboard's own program or the terminal gets, and what is said."""

from __future__ import annotations

import base64
import os
import re
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.terminal import Terminal
from tui import paths
from tui.domain.copied import Copied, Way, told
from tui.terminal.clipboard import LONGEST_SENT, copy

if TYPE_CHECKING:
    from collections.abc import Generator

TEXT = "Füße — 日本\n\ttwo"
COPY = f"""
import os, sys
from tui.domain.copied import told
from tui.terminal.clipboard import copy
done = copy({TEXT!r}, os.environ, sys.stdout.write)
print(told("it", done, 0), flush=True)
input()
"""


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine without any clipboard program."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path), "TERM": "xterm-256color"}


def program(environ: dict[str, str], name: str, script: str) -> None:
    file = Path(environ["PATH"], name)
    file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    file.chmod(0o755)


def copied(text: str, environ: dict[str, str]) -> tuple[Copied, str]:
    sent: list[str] = []
    return copy(text, environ, sent.append), "".join(sent)


def in_osc_52(sent: str | bytes) -> str:
    data = sent.encode() if isinstance(sent, str) else sent
    (found,) = re.findall(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)", data)
    return base64.b64decode(found).decode()


def test_here_the_clipboards_own_program_takes_it(environ: dict[str, str], tmp_path: Path) -> None:
    # As xclip, it leaves a process behind that serves the text.
    program(environ, "xclip", f"cat > {tmp_path}/taken; echo $* > {tmp_path}/asked; sleep 60 & exit 0")
    done, sent = copied(TEXT, environ | {"DISPLAY": ":0", "ASYNTAI_API_KEY": "secret"})
    assert (tmp_path / "taken").read_text() == TEXT
    assert (tmp_path / "asked").read_text() == "-selection clipboard\n"
    assert sent == ""
    assert told("the last reply", done, 2) == (
        "Copied the last reply with xclip, 14 characters. 2 control or invisible marks are left out."
    )


def test_a_wayland_session_has_a_program_of_its_own(environ: dict[str, str], tmp_path: Path) -> None:
    program(environ, "wl-copy", f"cat > {tmp_path}/taken")
    program(environ, "xclip", "exit 1")
    done, _ = copied(TEXT, environ | {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})
    assert (done.by, (tmp_path / "taken").read_text()) == ("wl-copy", TEXT)


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 60"], ids=["fails", "hangs"])
def test_a_program_that_fails_or_hangs_gives_way_to_the_terminal(
    environ: dict[str, str], script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.terminal.clipboard.TOOL_PATIENCE", 0.2)
    program(environ, "xclip", script)
    done, sent = copied("x" * 200_000 if script == "exit 1" else TEXT, environ | {"DISPLAY": ":0"})
    assert done.way is (Way.FILE if script == "exit 1" else Way.TERMINAL)
    assert (in_osc_52(sent) == TEXT) if sent else script == "exit 1"


def test_over_ssh_the_terminal_gets_it_and_the_file_has_it(environ: dict[str, str], tmp_path: Path) -> None:
    program(environ, "xclip", f"touch {tmp_path}/asked")
    done, sent = copied(TEXT, environ | {"DISPLAY": ":10", "SSH_CONNECTION": "1 2 3 4"})
    assert in_osc_52(sent) == TEXT
    assert not (tmp_path / "asked").exists()
    file = paths.copied_file()
    assert file.read_text() == TEXT
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert told("a link", done, 0) == f"Sent a link to the terminal, 14 characters; also in {file}."


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_terminal_gets_100_kib_at_most(environ: dict[str, str], more: int) -> None:
    text = "é" * 100 + "x" * (LONGEST_SENT - 200 + more)
    done, sent = copied(text, environ)
    assert paths.copied_file().read_text() == text
    if more <= 0:
        assert in_osc_52(sent) == text
    else:
        assert sent == ""
        assert "too long to be sent to the terminal" in told("it", done, 0)
        assert f"Wrote it to {paths.copied_file()}" in told("it", done, 0)


def test_a_file_that_cannot_be_written_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    done, sent = copied(TEXT, environ)
    assert in_osc_52(sent) == TEXT
    assert told("it", done, 0).startswith("Sent it to the terminal, 14 characters. The f")


def test_gnu_screen_gets_strings_that_it_takes(environ: dict[str, str]) -> None:
    text = "x" * 5_000
    _, sent = copied(text, environ | {"STY": "1.pts-0.here"})
    strings = re.findall(r"\x1bP(.*?)\x1b\\", sent, re.DOTALL)
    assert sent == "".join(f"\x1bP{string}\x1b\\" for string in strings)
    assert all(len(string) < 768 for string in strings)
    assert in_osc_52("".join(strings)) == text


def test_a_tmux_that_takes_nothing_is_asked_to_pass_it_on(environ: dict[str, str]) -> None:
    program(environ, "tmux", "echo 'unknown flag -w' >&2; exit 1")
    _, sent = copied(TEXT, environ | {"TMUX": "/nowhere,1,0"})
    assert sent.startswith("\x1bPtmux;\x1b\x1b]52;c;")
    assert sent.endswith("\x07\x1b\\")
    assert in_osc_52(sent.replace("\x1b\x1b", "\x1b")) == TEXT


@contextmanager
def in_tmux(command: list[str], folder: Path) -> Generator[Terminal]:
    """Run a program in a tmux with nobody's settings, on an outer terminal."""
    env = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "TMUX_TMPDIR": str(folder)}
    env |= {"XDG_STATE_HOME": str(folder / "state")}
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        env.pop(name, None)
    with Terminal(
        ["tmux", "-f", os.devnull, "new-session", *command], columns=250, rows=12, env=env
    ) as outer:
        try:
            yield outer
        finally:
            subprocess.run(["tmux", "kill-server"], env=env, check=False, capture_output=True)


def test_it_comes_through_a_tmux_as_it_comes(tmp_path: Path) -> None:
    with in_tmux([sys.executable, "-c", COPY], tmp_path) as outer:
        outer.until("Sent it to the terminal through tmux, 14 characters; also in")
        outer.until(lambda _: b"]52;" in outer.written)
        assert in_osc_52(bytes(outer.written)) == TEXT
