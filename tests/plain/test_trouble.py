"""What goes wrong, and what a person hears of it: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.service import (
    Play,
    Service,
    answered,
    away,
    away_briefly,
    key_refused,
    limit_reached,
    reset_after,
    reset_before,
    unanswered,
)
from tests.plain.conftest import CTRL_C
from tests.support import eventually
from tests.support.faulty_server import FaultyServer
from tests.support.hostile_service import HostileService

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run
    from tests.plain.conftest import Talk
    from tests.support.sandbox import RunningSandbox

HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x9b5;8m\x1b]52;c;b3duZWQ=\x07 tab\there \u202eback\r\nYou: \x08\x0c"
    "\x1bP$q m\x1b\\ \x7f\x00 &#27;[2J end"
)


def states(environ: dict[str, str]) -> list[tuple[str, str]]:
    """The stored questions and their states."""
    database = Path(environ["XDG_DATA_HOME"], "asyntai-tui", "default.sqlite3")
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(
            "SELECT content, state FROM messages WHERE role = 'user' ORDER BY position"
        ).fetchall()


def served(environ: dict[str, str], server: FaultyServer) -> None:
    """Make a server the service of the environment."""
    environ |= {"ASYNTAI_API_KEY": "some-key-of-twenty", "ASYNTAI_BASE_URL": server.base_url}


def test_a_service_that_is_away_is_tried_again_until_ctrl_c(
    talk: Callable[..., Talk], environ: dict[str, str]
) -> None:
    service = Service([away, answered])
    with FaultyServer(service) as server:
        served(environ, server)
        with talk() as talking:
            talking.ask("Hello", "Waiting for the answer.")
            talking.hear("Trying again in ")
            talking.type(CTRL_C)
            talking.hear("/retry sends it again.")
            assert service.taken == []
            talking.ask("/retry", "Sending again: Hello")
            talking.hear("Bot: HELLO")
            talking.hear("Answered in ")
            assert talking.leave() == 0
            talking.assert_plain()
    assert service.taken == ["Hello"]


def test_an_answer_that_broke_off_is_looked_for_and_found(
    talk: Callable[..., Talk], environ: dict[str, str]
) -> None:
    service = Service([reset_after])
    with FaultyServer(service) as server:
        served(environ, server)
        with talk() as talking:
            talking.ask("Hello", "Looking whether it was taken.")
            talking.hear("Bot: HELLO")
            talking.hear("Answered.")
            assert talking.leave() == 0
    assert service.posts == ["Hello"]


def test_what_stays_unknown_is_sent_again_only_on_a_yes(
    talk: Callable[..., Talk], environ: dict[str, str]
) -> None:
    service = Service([unanswered, answered])
    with FaultyServer(service) as server:
        served(environ, server)
        config = Path(environ["XDG_CONFIG_HOME"], "asyntai-tui", "config.toml")
        config.parent.mkdir(parents=True)
        config.write_text("[timeouts]\nchat = 1\n")
        with talk() as talking:
            talking.ask("Hello", "Unknown: ")
            talking.hear("/retry sends it again, which may count it twice.")
            talking.ask("/retry", "Send it once more? y or n: ")
            talking.type("n\n")
            talking.hear("It was not sent again.")
            assert service.posts == ["Hello"]
            talking.ask("/retry", "Send it once more? y or n: ")
            talking.type("yes\n")
            talking.hear("Bot: HELLO")
            assert talking.leave() == 0
    assert service.posts == ["Hello", "Hello"]


def test_what_stays_unknown_is_dismissed_and_another_text_sent_in_the_place_of_what_failed(
    talk: Callable[..., Talk], environ: dict[str, str]
) -> None:
    service = Service([unanswered, answered, reset_before, answered])
    with FaultyServer(service) as server:
        served(environ, server)
        config = Path(environ["XDG_CONFIG_HOME"], "asyntai-tui", "config.toml")
        config.parent.mkdir(parents=True)
        config.write_text("[timeouts]\nchat = 1\n")
        with talk() as talking:
            talking.ask("Hello", "/dismiss leaves it as it is.")
            talking.ask("/dismiss", "Left as it is: it may have been sent.")
            talking.ask("/dismiss", "Nothing in this session is to be dismissed.")
            talking.ask("Still there?", "Bot: STILL THERE?")
            talking.ask("Goodbye", "/edit sends another text")
            talking.ask("/edit", "It is now: Goodbye")
            talking.ask("/edit Farewell", "Bot: FAREWELL")
            assert talking.leave() == 0
    assert service.taken[-1] == "Farewell"
    assert states(environ) == [("Hello", "received"), ("Still there?", "answered"), ("Farewell", "answered")]


@pytest.mark.parametrize(
    ("play", "status", "said"),
    [(limit_reached, 4, "Not sent: "), (key_refused, 3, "It is kept; /key enters another key.")],
)
def test_a_script_is_told_what_failed(
    run: Run, environ: dict[str, str], play: Play, status: int, said: str
) -> None:
    with FaultyServer(Service([play])) as server:
        served(environ, server)
        done = run("--plain", stdin=b"Hello\n/usage\n")
    assert done.returncode == status
    assert said in done.stdout
    assert "Account without an e-mail address. Plan pro. 0 of 100 messages used" in done.stdout


def test_a_script_without_an_account(run: Run, environ: dict[str, str]) -> None:
    done = run("--plain", stdin=b"Hello\n")
    assert (done.returncode, done.stdout.count("You:")) == (3, 0)
    assert "No API key is set" in done.stderr
    with FaultyServer(Service([answered])) as server:
        served(environ, server)
    done = run("--plain", stdin=b"Hello\n")
    assert (done.returncode, done.stdout.count("You:")) == (5, 0)


def test_ctrl_c_gives_the_prompt_back_and_the_answer_is_told_later(
    talk: Callable[..., Talk], account: RunningSandbox
) -> None:
    account.hold()
    with talk() as talking:
        talking.ask("When are you open?", "Waiting for the answer.")
        eventually(lambda: account.waiting)
        talking.type(CTRL_C)
        talking.hear("It has left and may be answered: that is told here when it comes.")
        talking.ask("/usage", "Plan starter.")
        talking.ask("and on Sundays?", "It is sent once the message before it in this session is settled.")
        talking.type(CTRL_C)
        talking.hear("Taken back before it was sent.")
        account.release()
        eventually(lambda: account.asked("chat/"))
        heard = talking.hear_by_and_by("Bot: ")
        assert "To your message: When are you open?\nBot: " in heard
        assert "Answered in " in heard
        talking.hear("You: ")
        talking.type(CTRL_C)
        talking.hear("To leave, type /quit, or press Ctrl+D on an empty line.")
        assert talking.leave() == 0
    assert account.messages_used() == 151


def test_a_signal_ends_it_and_the_next_start_finds_out(
    talk: Callable[..., Talk], account: RunningSandbox, environ: dict[str, str]
) -> None:
    account.hold()
    with talk() as talking:
        talking.ask("When are you open?", "Waiting for the answer.")
        eventually(lambda: account.waiting)
        assert talking.end(signal.SIGHUP) == 128 + signal.SIGHUP
        talking.assert_plain()
    assert states(environ) == [("When are you open?", "unknown")]
    account.release()
    eventually(lambda: account.messages_used() == 151)
    with talk() as talking:
        talking.hear("In one session a message from before is not settled")
        heard = talking.hear_by_and_by("Bot: ")
        assert "To your message: When are you open?\nBot: " in heard
        assert talking.end(signal.SIGTERM) == 128 + signal.SIGTERM
    assert account.messages_used() == 151


def test_a_script_that_is_interrupted(account: RunningSandbox, environ: dict[str, str]) -> None:
    account.hold()
    with subprocess.Popen(
        [sys.executable, "-m", "tui", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environ,
    ) as program:
        assert program.stdin is not None
        program.stdin.write(b"Hello\n")
        program.stdin.flush()
        eventually(lambda: account.waiting)
        program.send_signal(signal.SIGINT)
        said, _ = program.communicate(timeout=30)
    assert program.returncode == 130
    assert b"Interrupted: the message may have been taken all the same." in said
    assert states(environ) == [("Hello", "unknown")]


def test_nothing_that_arrives_acts_on_the_terminal(
    talk: Callable[..., Talk], environ: dict[str, str], tmp_path: Path
) -> None:
    site = {"id": 1, "name": HOSTILE, "domain": HOSTILE, "is_primary": True}
    account = {"email": HOSTILE, "plan": HOSTILE, "messages_used": 1, "messages_limit": -5}
    said = {"content": HOSTILE, "timestamp": "0001-01-01T00:00:00Z"}
    messages = [
        {"role": "user", **said},
        {"role": "assistant", "agent_name": HOSTILE, **said},
    ]
    service = HostileService([site], account, messages, HOSTILE)
    with FaultyServer(service) as server:
        served(environ, server)
        with talk("--session", "theirs") as talking:
            talking.ask("Hello", "Answered in ")
            talking.hear("You: ")
            for command, answer in (
                ("/usage", "Account "),
                ("/websites", "the one you are at"),
                ("/website", "A new session."),
                ("/find end", "opens one."),
                ("/open 1", "Agent "),
            ):
                talking.type(f"{command}\n")  # whatever the service says may look like a prompt
                talking.hear(answer)
            talking.type(f"/export {tmp_path / 'told.txt'}\n")
            talking.hear("Written to ")
            talking.type("/quit\n")
            assert talking.terminal.exit_status() == 0
            talking.assert_plain()
            assert "end" in talking.text
    assert "\x1b" not in (tmp_path / "told.txt").read_text()


def test_without_the_service_what_is_stored_is_there(
    talk: Callable[..., Talk], environ: dict[str, str]
) -> None:
    service = Service([answered, reset_before, away_briefly])
    with FaultyServer(service) as server:
        served(environ, server)
        with talk() as talking:
            talking.ask("Hello", "Answered in ")
            assert talking.leave() == 0
    with talk() as talking:
        talking.hear("Website: One, one.example, id 1. You are in the session Hello. 2 messages.")
        talking.ask("/more", "): HELLO")
        talking.ask("/sessions", "1. Hello. 2 messages, ")
        talking.ask("/open 1", "As known from before: ")
        talking.ask("/usage", "As known from before: ")
        assert talking.leave() == 0


@pytest.mark.parametrize("text", ["ge\xf6ffnet?\n".encode("latin-1"), "Hello\n".encode("utf-16")])
def test_a_line_that_is_not_utf_8_is_not_sent(run: Run, account: RunningSandbox, text: bytes) -> None:
    done = run("--plain", stdin=text, PYTHONUTF8="1")
    assert done.returncode == 2
    assert "Not taken: there are " in done.stdout
    assert account.messages_used() == 150


def test_a_byte_order_mark_is_no_part_of_a_message(run: Run, account: RunningSandbox) -> None:
    done = run("--plain", stdin="\ufeff/usage\n".encode())
    assert "There is no command" not in done.stdout
    assert account.messages_used() == 150


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_output_that_cannot_be_written_is_told(environ: dict[str, str], redirection: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m tui --plain --demo {redirection}', sys.executable],
        env=environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Standard output cannot be written: ")
    assert done.stderr.count("\n") == 1


def test_when_nobody_reads_any_more_the_session_is_named(
    account: RunningSandbox, environ: dict[str, str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tui", "--plain", "--session", "mine"],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("hello\n")
        process.stdin.flush()
        while "Answered in" not in process.stdout.readline():
            pass
        process.stdout.close()
        process.stdin.write("and again\n")
        process.stdin.close()
        said = process.stderr.read()
        assert process.wait(30) == 141
    assert said == (
        "Standard output cannot be written: Broken pipe. What was said is kept in the session mine.\n"
    )
