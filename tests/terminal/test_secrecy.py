"""A canary key through whole sessions with errors and a crash: afterwards it is where it was put, only.

Looked through are all bytes that reached the terminal, every file under the home folder, and what the
children of the program could see: their environment and the arguments of every process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.faulty_server import Answer, FaultyServer, error, web_page
from tests.support.scripted_service import ScriptedService
from tests.support.terminal import Terminal

KEY = "canary-0123456789-wxyz"
SECRET = KEY.encode()
ROOT = Path(__file__).parents[2]
ECHO = Answer(b"<html>" + SECRET, 200, {"Content-Type": "text/html"})

DEFECTIVE = """
import sys
import tui.controllers.navigation as navigation
from tui.cli.main import main
from tui.domain.api_key import _known

def broken(self):
    raise KeyError(f"a defect with {[*_known]}")

navigation.Navigation.new = broken
sys.exit(main())
"""
"""The client with a defect that takes every key it has held into its message."""

SPY = """#!/bin/sh
env > "$SEEN/$(basename "$0").env"
cat /proc/[0-9]*/cmdline > "$SEEN/$(basename "$0").arguments" 2>/dev/null
"""
HASTY = "[timeouts]\nchat = 1\nother = 10\n"
"""Settings by which what became of a message is not looked for long."""
ENTER, CTRL_G, CTRL_N, CTRL_Q = "\r", "\x07", "\x0e", "\x11"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "seen").mkdir()
    return tmp_path / "home"


@pytest.fixture
def env(home: Path, tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASYNTAI", "XDG"))}
    return kept | {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "SEEN": str(tmp_path / "seen"),
        "EDITOR": script(tmp_path / "editor", SPY + 'printf "from the editor" > "$1"\n'),
    }


def script(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o700)
    return str(path)


def configure(home: Path, text: str) -> None:
    config = home / ".config/asyntai-tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(text)


def holders(folder: Path) -> set[str]:
    """The files below a folder that hold the key."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)) for path in files if SECRET in path.read_bytes()}


def say(terminal: Terminal, text: str, answer: str) -> None:
    terminal.type(text)
    terminal.until(text)
    terminal.read(0.1)
    terminal.type(ENTER)
    terminal.until(lambda screen: answer in " ".join(screen.split()))


def test_a_session_with_errors_an_editor_and_a_crash(env: dict[str, str], home: Path, tmp_path: Path) -> None:
    service = ScriptedService(chat=[error(400, f"No {KEY}!"), ECHO, error(401, f"Oh {KEY}!")])
    client = script(tmp_path / "client.py", DEFECTIVE)
    configure(home, HASTY)
    with FaultyServer(service) as server:
        account = {"ASYNTAI_API_KEY": KEY, "ASYNTAI_BASE_URL": server.base_url}
        with Terminal([sys.executable, client], env=env | account) as terminal:
            terminal.until("Ask One")
            say(terminal, "the first", "No …wxyz!")
            say(terminal, "the second", "is a web page")
            say(terminal, "the third", "API key (401)")
            assert terminal.text.count("…wxyz!") == 2
            terminal.type(CTRL_G)
            terminal.until("from the editor")
            terminal.type(CTRL_N)
            assert terminal.exit_status() == 1
            assert "has met a defect" in terminal.text
            assert SECRET not in terminal.written
        assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    assert holders(tmp_path) == set()
    crash = (home / ".local/state/asyntai-tui/crash.log").read_text()
    assert "Error" in crash
    assert "wxyz" not in crash
    log = (home / ".local/state/asyntai-tui/calls.log").read_text()
    assert "POST /chat/ not-json (200)" in log
    assert "POST /chat/ key-refused (401)" in log
    assert "the first" not in log
    assert "EDITOR=" in (tmp_path / "seen/editor.env").read_text()
    assert b"client.py" in (tmp_path / "seen/editor.arguments").read_bytes()


def test_a_key_that_is_pasted_is_in_the_file_that_was_chosen(
    env: dict[str, str], home: Path, tmp_path: Path
) -> None:
    service = ScriptedService(account=[error(401, f"No {KEY}!"), web_page(502)])
    with FaultyServer(service) as server:
        command = [sys.executable, "-m", "tui", "--base-url", server.base_url]
        with Terminal(command, env=env) as terminal:
            terminal.until("Paste your API key")
            terminal.type(f"\x1b[200~{KEY}\x1b[201~")
            terminal.until("•" * len(KEY))
            for answer in ("No …wxyz!", "(502)", "Ask One"):
                terminal.read(0.1)
                terminal.type(ENTER)
                terminal.until(lambda screen, answer=answer: answer in " ".join(screen.split()))
            terminal.type(CTRL_Q)
            assert terminal.exit_status() == 0
            assert SECRET not in terminal.written
    assert holders(tmp_path) == {"home/.config/asyntai-tui/default.key"}


def test_commands_and_the_one_that_gives_the_key(env: dict[str, str], home: Path, tmp_path: Path) -> None:
    (home / "chosen").write_text(KEY)
    giver = script(tmp_path / "giver", SPY + 'cat "$HOME/chosen"\n')
    configure(home, f'{HASTY}[profiles.default]\napi_key_command = ["{giver}"]\n')
    service = ScriptedService(chat=[error(401, f"No {KEY}!"), ECHO], account=[error(403, f"No {KEY}!")])
    with FaultyServer(service) as server:
        env |= {"ASYNTAI_BASE_URL": server.base_url}
        for arguments in ("ask hi", "ask --json hi", "doctor"):
            command = [sys.executable, "-m", "tui", *arguments.split()]
            done = subprocess.run(command, env=env, capture_output=True, check=False)
            assert done.returncode in {1, 3, 5}
            assert SECRET not in done.stdout + done.stderr
        assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    assert holders(tmp_path) == {"home/chosen"}
    assert (tmp_path / "seen/giver.env").exists()


def test_the_child_of_the_demo_does_not_have_it(env: dict[str, str]) -> None:
    with Terminal([sys.executable, "-m", "tui", "--demo"], env=env | {"ASYNTAI_API_KEY": KEY}) as terminal:
        terminal.until("Ask Harbour")
        pid = terminal.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        assert children
        for child in children:
            seen = [Path("/proc", child, name).read_bytes() for name in ("cmdline", "environ")]
            assert b"sandbox" in seen[0]
            assert SECRET not in b"".join(seen)
        terminal.type(CTRL_Q)
        assert terminal.exit_status() == 0
        assert SECRET not in terminal.written


def test_a_defect_of_a_command_is_a_sentence(env: dict[str, str], home: Path, tmp_path: Path) -> None:
    broken = (
        "import sys; from tui.cli import ask; from tui.cli.main import main\n"
        "from tui.domain.api_key import ApiKey\n"
        "def run(args): raise KeyError(ApiKey(args.question).reveal())\n"
        "ask.run = run; sys.exit(main(['ask', sys.stdin.read()]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", broken], input=KEY, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("asyntai-tui has met a defect of its own")
    assert done.stderr.count("\n") == 1
    assert holders(tmp_path) == set()
    assert "KeyError" in (home / ".local/state/asyntai-tui/crash.log").read_text()
