"""Websites, sessions, questions, usage, export: the whole main job by typed lines."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tui.plain.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.plain.conftest import Talk
    from tests.support.sandbox import RunningSandbox


def test_the_main_job_in_a_dumb_terminal(
    talk: Callable[..., Talk], account: RunningSandbox, tmp_path: Path
) -> None:
    file = tmp_path / "told.md"
    with talk(plain=False) as talking:
        talking.hear("TERM is dumb: such a terminal cannot show the full screen")
        talking.hear("150 of 2,500 messages used this month, 2,350 left.")
        talking.hear("Website: Harbour Lantern Coffee, harbourlantern.example, id 1. A new session.")
        talking.ask("When are you open on Sundays?", "Bot: ")
        talking.hear("Answered in ")
        talking.hear("151 of 2,500 messages used this month, 2,349 left.")
        talking.ask("/websites", "id 1, the one you are at")
        talking.ask("/website sluicegate.example", "Website: Sluicegate Webhooks")
        talking.ask("/sessions", "No sessions.")
        talking.ask("What does it cost?", "152 of 2,500")
        listed = talking.ask("/find sundays", "/open and a number opens one.")
        assert "1. When are you open on Sundays?, Harbour Lantern Coffee" in listed
        opened = talking.ask("/open 1", "Bot (")
        assert "Website: Harbour Lantern Coffee" in opened
        assert "): When are you open on Sundays?" in opened
        talking.ask("/usage", "Plan starter. 152 of 2,500")
        talking.ask(f"/export {file}", "for you alone to read: 2 messages.")
        talking.ask(f"/export {file}", "is there already. Replace it? y or n: ")
        talking.type("what?\n")
        talking.hear("y or n: ")
        talking.type("n\n")
        talking.hear("Nothing was written.")
        talking.ask("/new", "A new session.")
        talking.ask("/more", "No messages yet.")
        talking.say("/quit")
        assert talking.terminal.exit_status() == 0
        talking.assert_plain()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "> When are you open on Sundays?" in file.read_text()
    assert account.messages_used() == 152


def test_the_next_start_is_where_the_person_was(talk: Callable[..., Talk], account: RunningSandbox) -> None:
    with talk() as talking:
        for number in range(6):
            talking.ask(f"question {number}", "Answered in ")
        assert talking.leave() == 0
    with talk() as talking:
        talking.hear("You are in the session question 0. 12 messages.")
        heard = talking.ask("/more", "/more reads what came before these.")
        assert "question 0" not in heard
        assert "question 1" in heard
        talking.ask("/more", "): question 0")
        talking.ask("/more", "Nothing before this.")
        assert talking.leave() == 0


def test_each_line_of_a_pipe_in_turn(run: Run, account: RunningSandbox, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    lines = ["When are you open?", "", "/website 2", "Hello \\", "there", "/long", "Hello", "", "again", "."]
    done = run("--plain", stdin="\n".join([*lines, "//no command", f"/export {file}"]).encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nYou: When are you open?\nWaiting for the answer.\nBot: " in done.stdout
    assert account.messages_used() == 154
    told = json.loads(file.read_text())
    asked = [each["content"] for each in told["messages"] if each["speaker"] == "visitor"]
    assert asked == ["Hello \nthere", "Hello\n\nagain", "/no command"]
    assert told["website"]["id"] == 2


def test_every_command_is_obeyed(run: Run, account: RunningSandbox) -> None:
    done = run("--plain", stdin="\n".join(f"/{command.name}" for command in COMMANDS).encode())
    assert [done.stdout.count(f"\n{command.usage}: ") for command in COMMANDS] == [1] * len(COMMANDS)
    assert "There is no command" not in done.stdout
    assert account.messages_used() == 150


def test_a_named_website_and_a_named_session(run: Run, account: RunningSandbox) -> None:
    first = run("--plain", "--website", "2", "--session", "mine", stdin=b"Hello\n")
    assert "id 2. A new session, id mine." in first.stdout
    again = run("--plain", "--session", "mine", stdin=b"/more\n")
    assert "Website: Sluicegate Webhooks" in again.stdout
    assert "): Hello" in again.stdout
    other = run("--plain", "--website", "1", "--session", "mine", stdin=b"Hello\n")
    assert (other.returncode, other.stderr) == (2, "The session mine belongs to another website (2).\n")
    assert account.messages_used() == 151


@pytest.mark.parametrize(
    ("term", "driven"),
    [
        *(("xterm-256color", True), ("tmux-256color", True), ("vt100", True), ("a-newer-terminal", True)),
        *(("", False), ("dumb", False), ("emacs", False), ("unknown", False), ("vt52", False)),
    ],
)
def test_which_terminals_can_show_the_full_screen(term: str, driven: bool) -> None:
    # A process of its own: it looks one terminal up, as the program does.
    code = f"from tui.terminal.drivable import can_be_driven; print(can_be_driven({term!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{driven}\n"


def test_a_hit_in_the_text_is_read_out_where_it_stands(
    talk: Callable[..., Talk], account: RunningSandbox
) -> None:
    with talk("--session", "tui-long") as talking:
        for number in range(12):
            talking.ask(f"question zebra{number}", "Answered in ")
        talking.ask("/find zebra3", "/open and a number opens one.")
        heard = talking.ask("/open 1", "/open tui-long reads its end.")
        assert "question zebra3" in heard
        assert "question zebra11" not in heard
        assert "question zebra11" in talking.ask("/open tui-long", "/more reads what came before these.")
        assert talking.leave() == 0
    assert account.messages_used() == 162
