"""``asyntai-tui ask`` as a process of its own, against the sandbox and faulty servers on real sockets."""

from __future__ import annotations

import asyncio
import json
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
    away_briefly,
    bad_json,
    reset_after,
    reset_before,
    silent_after,
    unanswered,
)
from tests.support import eventually
from tests.support.faulty_server import Act, Answer, FaultyServer, Hang, ResetAfter, error
from tests.support.sandbox import RunningSandbox, running_sandbox
from tui.domain.clock import SYSTEM_CLOCK
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run

WEBSITES = Answer(
    {
        "success": True,
        "websites": [{"id": 1, "name": "One", "domain": "one.example", "is_primary": True}],
    }
)


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def account(environ: dict[str, str], sandbox: RunningSandbox) -> RunningSandbox:
    """The sandbox as the account of the environment."""
    environ |= {"ASYNTAI_API_KEY": sandbox.api_key, "ASYNTAI_BASE_URL": sandbox.base_url}
    return sandbox


def rows(environ: dict[str, str]) -> list[tuple[str, str]]:
    """The stored messages and their states."""
    database = Path(environ["XDG_DATA_HOME"], "asyntai-tui", "default.sqlite3")
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT content, state FROM messages ORDER BY position").fetchall()


def test_the_reply_is_printed_and_kept(run: Run, account: RunningSandbox, environ: dict[str, str]) -> None:
    done = run("ask", "When are you open?")
    assert (done.returncode, done.stderr) == (0, "")
    (question, reply) = rows(environ)
    assert question == ("When are you open?", "answered")
    assert done.stdout == reply[0] + "\n"
    assert account.messages_used() == 1


def test_the_whole_exchange_as_json(run: Run, account: RunningSandbox) -> None:
    done = run("ask", "--json", "--session", "my-session", "When are you open?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    told = json.loads(done.stdout)
    assert set(told) == {
        "question",
        "reply",
        "state",
        "session_id",
        "website",
        "seconds",
        "usage",
        "fault",
    }
    question, reply = account.messages("my-session")
    assert (told["question"], told["reply"]) == (question.content, reply.content)
    assert (told["state"], told["session_id"], told["fault"]) == ("answered", "my-session", None)
    assert told["website"]["is_primary"]
    assert told["seconds"] >= 0
    assert told["usage"]["messages_used"] == 1


def test_a_session_goes_on_with_its_own_website(run: Run, account: RunningSandbox) -> None:
    run("ask", "--website", "2", "--session", "s", "hello")
    told = json.loads(run("ask", "--json", "--session", "s", "and again").stdout)
    assert told["website"]["id"] == 2
    assert len(account.messages("s")) == 4
    done = run("ask", "--website", "1", "--session", "s", "hello")
    assert done.returncode == 2
    assert "belongs to another website" in done.stderr
    assert account.messages_used() == 2


def test_a_website_by_its_domain(run: Run, account: RunningSandbox) -> None:
    domain = account.backend.config.websites[1].domain
    told = json.loads(run("--website", domain.upper(), "ask", "--json", "hello").stdout)
    assert told["website"]["domain"] == domain
    done = run("ask", "--website", "nowhere.example", "hello")
    assert done.returncode == 2
    assert "no website 'nowhere.example'" in done.stderr
    assert account.messages_used() == 1


def test_a_question_from_standard_input(run: Run, account: RunningSandbox) -> None:
    told = json.loads(run("ask", "--json", "-", stdin="\ufeffשלום,\n你好\n\n".encode()).stdout)
    assert told["question"] == "שלום,\n你好"
    assert account.messages_used() == 1


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_question_that_is_not_utf_8_is_not_sent(run: Run, account: RunningSandbox, encoding: str) -> None:
    done = run("ask", "-", stdin="Haben Sie geöffnet?\n".encode(encoding))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is not UTF-8 text" in done.stderr
    assert account.requests == []


@pytest.mark.parametrize("options", [[], ["--website"], ["--session"], ["--profile"]], ids=str)
def test_an_argument_that_is_not_utf_8_is_not_sent(
    run: Run, account: RunningSandbox, options: list[str]
) -> None:
    done = run("ask", *([*options, "\udcff", "hi"] if options else ["ge\udcf6ffnet?"]))
    assert (done.returncode, done.stdout) == (2, "")
    assert account.requests == []


@pytest.mark.parametrize("options", ["", "--json"])
@pytest.mark.parametrize(
    ("redirection", "status", "reason"),
    [
        (">/dev/full", 2, "No space left on device"),
        (">&-", 2, "Bad file descriptor"),
        ("| :; exit ${PIPESTATUS[0]}", 141, "Broken pipe"),
    ],
)
def test_a_reply_that_cannot_be_printed_is_kept(
    account: RunningSandbox, environ: dict[str, str], options: str, redirection: str, status: int, reason: str
) -> None:
    command = f'"$0" -m tui ask --session mine hello {options} {redirection}'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable],
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status
    assert done.stderr == (
        f"Standard output cannot be written: {reason}. The exchange is kept in the session mine.\n"
    )
    assert rows(environ)[0] == ("hello", "answered")
    assert account.messages_used() == 1


@pytest.mark.parametrize("redirection", [">/dev/full 2>/dev/full", ">&- 2>&-"])
def test_the_status_is_right_where_nothing_at_all_can_be_written(
    account: RunningSandbox, environ: dict[str, str], redirection: str
) -> None:
    command = f'"$0" -m tui ask --session mine hello {redirection}'
    done = subprocess.run(["bash", "-c", command, sys.executable], env=environ, timeout=60, check=False)
    assert done.returncode == 2
    assert rows(environ)[0] == ("hello", "answered")
    assert account.messages_used() == 1


def test_the_demo_needs_nothing(run: Run, environ: dict[str, str]) -> None:
    done = run("ask", "--demo", "When are you open?")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) > 20
    data = Path(environ["XDG_DATA_HOME"], "asyntai-tui")
    assert [path.name for path in data.iterdir()] == ["demo"]


@pytest.fixture
def impatient(environ: dict[str, str]) -> None:
    """Settings that give an answer half a second."""
    settings = Path(environ["XDG_CONFIG_HOME"], "asyntai-tui", "config.toml")
    settings.parent.mkdir(parents=True)
    settings.write_text("[timeouts]\nchat = 0.5\nother = 1\n")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("act", "status", "state", "said"),
    [
        (error(400, "message is missing"), 2, "failed", "message is missing"),
        (error(401, "Invalid API key"), 3, "failed", "Invalid API key"),
        (error(403, "Upgrade your plan"), 3, "failed", "Upgrade your plan"),
        (error(429, "Message limit reached"), 4, "failed", "Message limit reached"),
        (error(503, "away", Retry_After="121"), 5, "failed", "503"),
        (error(500, "oh"), 5, "unknown", "may have been taken all the same"),
        (ResetAfter(), 5, "unknown", "may have been taken all the same"),
        (Answer(b"<html>"), 5, "unknown", "may have been taken all the same"),
    ],
)
def test_every_fault_has_its_sentence_and_exit_status(
    run: Run, environ: dict[str, str], act: Act, status: int, state: str, said: str
) -> None:
    with FaultyServer(WEBSITES, act) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        done = run("ask", "hello")
        assert (done.returncode, done.stdout) == (status, "")
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert rows(environ) == [("hello", state)]
        told = json.loads(run("ask", "--json", "hello").stdout)
        assert (told["state"], told["reply"], told["seconds"]) == (state, None, None)
        assert told["fault"]["status"] in {None, told["fault"]["status"]}
        assert [request.method for request in server.requests].count("POST") == 2


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("plays", "status", "out", "said", "posts"),
    [
        ([reset_after], 0, "HELLO\n", "", 1),
        ([silent_after], 0, "HELLO\n", "", 1),
        ([bad_json], 0, "HELLO\n", "", 1),
        ([away_briefly, away_briefly, answered], 0, "HELLO\n", "", 3),
        ([away_briefly], 5, "", "away for a moment (503)", 5),
        ([reset_before], 5, "", "The service does not have this message", 1),
        ([unanswered], 5, "", "has this message and no reply", 1),
    ],
)
def test_a_question_is_looked_for_or_tried_again_and_counted_once(
    run: Run, environ: dict[str, str], plays: list[Play], status: int, out: str, said: str, posts: int
) -> None:
    service = Service(plays)
    with FaultyServer(service) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        done = run("ask", "hello")
        assert (done.returncode, done.stdout) == (status, out)
        assert said in done.stderr
        assert done.stderr.count("\n") == (1 if said else 0)
        assert len(service.posts) == posts
        assert len(service.taken) <= 1
        ((question, state), *_) = rows(environ)
        assert question == "hello"
        assert (state == "answered") is (status == 0)


def test_ctrl_c_while_it_is_to_be_tried_again_takes_the_question_back(environ: dict[str, str]) -> None:
    with FaultyServer(WEBSITES, error(503, "away", Retry_After="60")) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        with subprocess.Popen(
            [sys.executable, "-m", "tui", "ask", "hello"], env=environ, stderr=subprocess.PIPE, text=True
        ) as process:
            eventually(lambda: len(server.requests) == 2 and rows(environ) == [("hello", "queued")])
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, "")
        assert rows(environ) == []
        assert len(server.requests) == 2


def test_a_service_that_is_not_there_is_status_5(run: Run) -> None:
    done = run("ask", "hello", ASYNTAI_API_KEY="some-test-key", ASYNTAI_BASE_URL="http://127.0.0.1:9")
    assert done.returncode == 5
    assert "cannot be reached" in done.stderr


def test_without_a_key_it_is_status_3_and_tells_what_to_do(run: Run) -> None:
    done = run("ask", "hello")
    assert (done.returncode, done.stdout) == (3, "")
    assert "ASYNTAI_API_KEY" in done.stderr
    assert "--demo" in done.stderr


def test_a_reply_cannot_steer_the_terminal(run: Run, environ: dict[str, str]) -> None:
    hostile = "before \x1b]0;title\x07\x1b[2J \x9b31m \u202eafter\r\nend"
    reply = Answer({"success": True, "response": hostile})
    with FaultyServer(WEBSITES, reply) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        done = run("ask", "hello")
        assert done.stdout == "before ]0;title[2J 31m after\nend\n"
        told = run("ask", "--json", "hello").stdout
        assert json.loads(told)["reply"] == hostile
        assert "\x1b" not in told
        assert "\x9b" not in told


def test_an_error_cannot_steer_the_terminal(run: Run, environ: dict[str, str]) -> None:
    with FaultyServer(error(401, "no \x1b[2J\x9b key")) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        done = run("ask", "hello")
        assert done.returncode == 3
        assert "\x1b" not in done.stderr
        assert "\x9b" not in done.stderr


def test_ctrl_c_while_waiting_says_that_it_may_have_been_taken(environ: dict[str, str]) -> None:
    with FaultyServer(WEBSITES, Hang()) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        with subprocess.Popen(
            [sys.executable, "-m", "tui", "ask", "hello"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            server.wait_until(lambda: len(server.requests) == 2)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (130, "")
        assert err == "Interrupted: the message may have been taken all the same.\n"
        assert rows(environ) == [("hello", "unknown")]


def test_ctrl_c_before_it_is_sent_leaves_nothing_to_send_later(environ: dict[str, str]) -> None:
    with FaultyServer(Hang()) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        with subprocess.Popen(
            [sys.executable, "-m", "tui", "ask", "hello"], env=environ, stderr=subprocess.PIPE, text=True
        ) as process:
            server.wait_until(lambda: len(server.requests) == 1)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, "")
        assert rows(environ) == []


async def test_ctrl_c_while_another_instance_has_the_session_takes_the_question_back(
    environ: dict[str, str],
) -> None:
    other = await Store.open(Path(environ["XDG_DATA_HOME"], "asyntai-tui", "default.sqlite3"), SYSTEM_CLOCK)
    await other.outbox.enqueue("s", 1, "theirs")
    await other.outbox.claim("s")
    with FaultyServer(WEBSITES) as server:
        environ |= {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "ask", "--session", "s", "mine"), env=environ
        )
        while len((await other.messages.page("s")).messages) < 2:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130
        assert len(server.requests) == 1
    assert [message.content for message in (await other.messages.page("s")).messages] == ["theirs"]
    await other.close()


def test_the_key_shows_nowhere(run: Run, environ: dict[str, str]) -> None:
    canary = "canary-key-0123456789"
    with FaultyServer(WEBSITES, error(401, f"Invalid key {canary}")) as server:
        environ |= {"ASYNTAI_API_KEY": canary, "ASYNTAI_BASE_URL": server.base_url}
        for arguments in (["ask", "hello"], ["ask", "--json", "hello"]):
            done = run(*arguments)
            assert canary not in done.stdout + done.stderr
    for path in Path(environ["XDG_DATA_HOME"]).rglob("*"):
        assert not path.is_file() or canary.encode() not in path.read_bytes()


def test_ask_imports_no_screen(environ: dict[str, str]) -> None:
    code = (
        "import sys; from tui.cli.main import main\n"
        "status = main(['ask', '--demo', '--json', 'hello'])\n"
        "others = {'textual', 'starlette', 'uvicorn'}\n"
        "sys.exit(', '.join(others & set(sys.modules)) or status)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environ)


@pytest.mark.parametrize("kind", ["reset-after", "bad-json"])
def test_the_demo_fails_on_purpose_and_the_question_is_counted_once(run: Run, kind: str) -> None:
    done = run("ask", "--demo", "--fault", f"{kind}:1", "When are you open?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    account = json.loads(run("ask", "--demo", "--json", "And on Sundays?").stdout)["usage"]
    assert account["messages_used"] == 152


def test_nobody_but_the_sandbox_fails_on_purpose(run: Run) -> None:
    done = run("ask", "--fault", "503:1", "hello")
    assert (done.returncode, done.stdout) == (2, "")
    assert "together with --demo" in done.stderr
    done = run("ask", "--demo", "--fault", "404:1", "hello")
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose one of 503, reset-before" in done.stderr
