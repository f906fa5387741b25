"""What is typed and pasted: never more is sent than was meant."""

from __future__ import annotations

import signal
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tests.plain.conftest import CTRL_C, CTRL_D

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run
    from tests.plain.conftest import Talk
    from tests.support.sandbox import RunningSandbox

UP = "\x1b[A"


def asked(sandbox: RunningSandbox, session_id: str) -> list[str]:
    """What the service was asked in a session."""
    return [each.content for each in sandbox.messages(session_id) if each.role == "user"]


def test_a_paste_is_one_message_and_only_on_a_yes(talk: Callable[..., Talk], account: RunningSandbox) -> None:
    with talk("--session", "s") as talking:
        talking.ask("one\n\ntwo", "Send these 3 lines as one message? y or n: ")
        talking.type("n\n")
        talking.hear("Nothing was sent.")
        assert account.messages_used() == 150
        # The end of a paste that has no line end stands in the line in which the answer is typed.
        talking.say("three\n/quit")
        talking.type("four")
        talking.hear("Send these 2 lines as one message? y or n: ")
        talking.type(" and y\n")
        talking.hear("Send these 3 lines as one message? y or n: ")
        talking.type("y\n")
        talking.hear("Answered in ")
        talking.ask("five\nsix", "y or n: ")
        talking.type(CTRL_C)
        talking.hear("Stopped.")
        talking.ask("seven\n\n", "Answered in ")  # one line, and an impatient Enter
        assert talking.leave() == 0
    assert asked(account, "s") == ["three\n/quit\nfour and y", "seven"]


def test_a_message_of_many_lines(talk: Callable[..., Talk], account: RunningSandbox) -> None:
    with talk("--session", "s") as talking:
        talking.ask("/long", "More: ")
        talking.type("dropped\n")
        talking.hear("More: ")
        talking.type(CTRL_C)
        talking.hear("Stopped.")
        talking.ask("/long", "More: ")
        talking.type("one\n.\ntwo\n\n")  # pasted: a dot within it ends nothing
        talking.hear("More: ")
        talking.type(".\n")
        talking.hear("Answered in ")
        talking.ask("first \\", "More: ")
        talking.type("second\n")
        talking.hear("Answered in ")
        assert talking.leave() == 0
    assert asked(account, "s") == ["one\n.\ntwo", "first \nsecond"]


def test_what_may_not_be_meant_is_not_sent(talk: Callable[..., Talk], account: RunningSandbox) -> None:
    with talk("--session", "s") as talking:
        talking.ask(f"{UP}{UP}", "Not taken: there are keys in it that are no text")
        talking.ask(f"/open 1{UP}", "Not taken: ")
        talking.ask("/etc/hosts", "There is no command /etc/hosts")
        # Of a line the terminal keeps 4,095 bytes, and drops the rest.
        talking.hear("You: ")
        talking.type("x" * 3000)
        talking.hear("x" * 3000)
        talking.type("y" * 3000 + "\n")
        talking.hear("its end may be missing")
        talking.hear("y or n: ")
        talking.type("n\n")
        talking.ask("begun \\", "More: ")
        talking.type(CTRL_D)
        assert talking.terminal.exit_status() == 0
    assert account.messages_used() == 150


def test_the_first_start_asks_for_the_key_and_does_not_show_it(
    talk: Callable[..., Talk], account: RunningSandbox, environ: dict[str, str]
) -> None:
    key = f"{account.api_key}-of-one-person"
    del environ["ASYNTAI_API_KEY"]
    with talk() as talking:
        talking.hear("No API key is set for the profile default.")
        talking.hear("API key, demo, or quit: ")
        talking.type(f"{key}\n")
        talking.hear("Checking the key with the service.")
        talking.hear("Copy the key again from the API Settings page")
        talking.hear("API key, demo, or quit: ")
        talking.type(f"{account.api_key}\n")
        talking.hear("Where shall it be kept?")
        talking.hear("Type file")
        talking.type("file\n")
        talking.ask("When are you open?", "Answered in ")
        assert talking.leave() == 0
        assert key not in talking.text
        talking.assert_plain()
    file = Path(environ["XDG_CONFIG_HOME"], "asyntai-tui", "default.key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with talk() as talking:
        talking.ask("and on Sundays?", "Answered in ")
        assert talking.leave() == 0


def test_a_signal_while_a_key_is_typed_gives_the_echo_back(talk: Callable[..., Talk]) -> None:
    with talk() as talking:
        talking.hear("API key, demo, or quit: ")
        talking.type("half a key\n")
        talking.hear("must be one word")
        talking.hear("API key, demo, or quit: ")
        assert talking.end(signal.SIGTERM) == 128 + signal.SIGTERM
        assert "half" not in talking.text
        talking.assert_plain()


def test_the_first_start_leads_to_the_demo(talk: Callable[..., Talk]) -> None:
    with talk() as talking:
        talking.hear("API key, demo, or quit: ")
        talking.type("demo\n")
        talking.hear("the plain client, on the sandbox.")
        listed = talking.ask("/sessions", "/open and a number opens one.")
        assert "1. Hello, are you open this weekend? 6 messages, " in listed
        assert talking.leave() == 0


def test_a_file_is_read_to_its_end(run: Run, account: RunningSandbox) -> None:
    assert run("--plain").returncode == 0
    done = run("--plain", stdin=b"an unended line")
    assert done.returncode == 0
    assert "on its way" not in done.stdout
    assert account.messages_used() == 151
