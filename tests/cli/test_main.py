"""The command line as a whole: help, mistakes, exit statuses, and what is imported for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tui import __version__

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_help_tells_commands_environment_and_exit_statuses(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    for word in ("ask", "sandbox", "--demo", "--plain", "ASYNTAI_API_KEY", "NO_COLOR", "exit status:", "130"):
        assert word in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", ["ask", "sandbox"])
def test_every_command_has_its_help(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"usage: asyntai-tui {command}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"asyntai-tui {__version__}\n"


def test_without_a_terminal_the_client_points_to_ask(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr
    assert "asyntai-tui ask QUESTION" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "required: QUESTION"),
        (["ask", "hi", "--session", "two words"], "a session id is one word"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["--reveal", "slowly"], "invalid choice: 'slowly'"),
        (["ask", "hi", "--api-key", "secret"], "unrecognized arguments"),
    ],
)
def test_a_mistake_in_the_arguments_is_told(run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "hi", "--config", "missing.toml"], "The settings file missing.toml does not exist."),
        (["ask", "hi", "--profile", "nobody"], "no profile of the name 'nobody'"),
        (["--profile", "nobody", "ask", "hi"], "no profile of the name 'nobody'"),
        (["ask", "hi", "--base-url", "ftp://x"], "not of the form"),
        (["ask", " "], "There is no question"),
        (["ask", "-"], "There is no question"),
    ],
)
def test_a_mistake_is_one_sentence_and_status_2(run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_whoever_reads_may_leave(environ: dict[str, str]) -> None:
    command = f"{sys.executable} -m tui --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=environ, capture_output=True, check=False)
    assert done.returncode in {0, 141}
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "closed", "status"),
    [("--plain", "<&-", 3), ("", "<&-", 2), ("--version", ">&-", 2), ("ask hi", "<&- >&- 2>&-", 3)],
)
def test_a_stream_that_is_closed_is_no_defect(
    environ: dict[str, str], arguments: str, closed: str, status: int
) -> None:
    command = f'exec "$0" -m tui {arguments} {closed}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], env=environ, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, b"defect" in done.stderr) == (status, False)


@pytest.mark.parametrize("command", ["--help", "--version", "doctor", "sandbox --port 0 --memory"])
def test_output_that_cannot_be_written_is_told(environ: dict[str, str], command: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m tui {command} >/dev/full', sys.executable],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "Standard output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    "arguments",
    [["\x1b]0;x\x07"], ["--no\x1b[2J"], ["ask", "hi", "--session", "a\x9bb c"], ["ask", "a", "b\u202e\n"]],
)
def test_arguments_that_are_refused_are_printed_clean(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["ask", "hi", "--base-url", "canary-0123456789-key"], {}),
        (["ask", "hi"], {"ASYNTAI_BASE_URL": "canary-0123456789-key"}),
        (["ask", "hi", "--profile", "canary-0123456789-key"], {}),
        (["ask", "hi", "--config", "canary-0123456789-key"], {}),
        (["ask", "hi", "--api-key", "canary-0123456789-key"], {}),
        (["ask", "hi", "--api-key=canary-0123456789-key"], {}),
        (["ask", "hi", "--reveal", "canary-0123456789-key"], {}),
        (["canary-0123456789-key"], {}),
        (["doctor", "canary-0123456789-key"], {}),
    ],
)
def test_a_key_in_the_wrong_place_is_not_repeated(
    run: Run, arguments: list[str], variables: dict[str, str]
) -> None:
    done = run(*arguments, **variables)
    assert done.returncode == 2
    assert "canary" not in done.stdout + done.stderr


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from tui.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'httpx', 'pydantic', 'starlette', 'uvicorn', 'sqlite3'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
