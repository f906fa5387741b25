"""``asyntai-tui sandbox`` as a real process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

COMMAND = [sys.executable, "-m", "tui", "sandbox"]

READY = "Sandbox ready: "

PATIENCE = 20
"""Seconds that a process may take before a test gives up."""


@contextmanager
def started(*options: str, data_home: Path | None = None) -> Generator[subprocess.Popen[str]]:
    """Start the command on a free port; kill it at the end if it still runs."""
    env = os.environ | ({"XDG_DATA_HOME": str(data_home)} if data_home else {})
    pipe = subprocess.PIPE
    command = [*COMMAND, "--port", "0", *options]
    with subprocess.Popen(command, text=True, env=env, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().rstrip("\n")


def ready(process: subprocess.Popen[str]) -> str:
    """Wait for the ready line; return the base URL."""
    line = line_of(process.stdout)
    assert line.startswith(READY), line
    return line.removeprefix(READY)


def used(base_url: str, key: str = "sandbox") -> int:
    response = httpx.get(base_url + "account/", headers={"X-API-Key": key})
    return response.json()["account"]["messages_used"]


def refusal(*options: str) -> str:
    """Run the command with options that it must refuse; return what it says."""
    done = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_serves_once_it_says_so_and_logs_each_request() -> None:
    with started("--memory", "--latency", "0-0", "--api-key", "our-own-key", "--used", "3") as process:
        base_url = ready(process)
        assert base_url.startswith("http://127.0.0.1:")
        assert base_url.endswith("/api/v1/")
        response = httpx.post(
            base_url + "chat/", headers={"Authorization": "Bearer our-own-key"}, json={"message": "my secret"}
        )
        assert response.status_code == 200
        assert used(base_url, "our-own-key") == 4
        assert httpx.get(base_url + "account/?key=my-secret").status_code == 401
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out == ""
    assert [line.rsplit(" ", 2)[0] for line in log.splitlines()] == [
        "POST /api/v1/chat/ 200",
        "GET /api/v1/account/ 200",
        "GET /api/v1/account/ 401",
    ]
    assert all(line.endswith(" ms") for line in log.splitlines())


def test_interrupting_it_is_no_failure_to_explain() -> None:
    with started("--memory") as process:
        ready(process)
        process.send_signal(signal.SIGINT)
        out, log = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, log) == (130, "", "")


def test_it_never_outlives_the_program_that_started_it() -> None:
    with started("--memory", "--until-stdin-closes") as process:
        base_url = ready(process)
        assert used(base_url) == 150
        _, log = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    assert log.count("\n") == 1


def test_a_hanging_answer_does_not_keep_it() -> None:
    with started("--memory", "--latency", "60000-60000") as process:
        base_url = ready(process)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                base_url + "chat/", headers={"X-API-Key": "sandbox"}, json={"message": "Hello"}, timeout=0.3
            )
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "")
    assert log.startswith("POST /api/v1/chat/ - "), "that there was no answer is told"
    assert log.count("\n") == 1


def test_it_names_the_sessions_it_came_with_when_asked() -> None:
    with started("--memory", "--announce-sessions") as process:
        base_url = ready(process)
        sessions = json.loads(line_of(process.stdout))["sessions"]
        assert len(sessions) >= 20
        latest = sessions[0]
        assert set(latest) == {"session_id", "website_id"}
        told = httpx.get(
            base_url + "conversations/",
            headers={"X-API-Key": "sandbox"},
            params={"session_id": latest["session_id"]},
        )
        assert told.json()["messages"]


def test_the_state_is_in_the_demo_folder_and_shared(tmp_path: Path) -> None:
    with started(data_home=tmp_path) as first, started(data_home=tmp_path) as second:
        urls = [ready(first), ready(second)]
        for base_url in urls:
            httpx.post(
                base_url + "chat/",
                headers={"X-API-Key": "sandbox"},
                json={"message": "Hello"},
                timeout=PATIENCE,
            )
        assert [used(base_url) for base_url in urls] == [152, 152]
    database = tmp_path / "asyntai-tui" / "demo" / "sandbox.sqlite3"
    assert database.stat().st_mode & 0o777 == 0o600
    assert database.parent.stat().st_mode & 0o777 == 0o700
    with started(data_home=tmp_path) as third:
        assert used(ready(third)) == 152


def test_it_serves_ipv6_loopback_where_there_is_one() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with started("--memory", "--host", "::1") as process:
        base_url = ready(process)
        assert base_url.startswith("http://[::1]:")
        assert used(base_url) == 150


def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal("--memory", "--port", str(port))
    assert said.count("\n") == 1
    assert f"Port {port}" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com", ""])
def test_only_loopback_is_served(host: str) -> None:
    assert "is not a loopback address" in refusal("--memory", "--host", host)


@pytest.mark.parametrize(
    "options",
    [
        ("--port", "65536"),
        ("--port", "-1"),
        ("--used", "-1"),
        ("--limit", "many"),
        ("--latency", "300"),
        ("--latency", "900-300"),
        ("--latency", "a-b"),
        ("--plan", "gold"),
        ("--memory", "--data", "x.sqlite3"),
    ],
)
def test_an_option_out_of_range_is_explained(options: tuple[str, ...]) -> None:
    assert f"argument {options[0] if len(options) == 2 else options[1]}" in refusal(*options)


@pytest.mark.parametrize(
    ("place", "why"), [("missing/x.sqlite3", "No such file or directory"), ("notes.txt", "not a database")]
)
def test_a_data_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "notes.txt").write_text("Buy more beans.\n" * 100)
    said = refusal("--port", "0", "--data", str(tmp_path / place))
    assert said.count("\n") == 1
    assert why in said


def test_help_tells_of_everything() -> None:
    done = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, timeout=PATIENCE, check=True)
    for option in ("--latency", "--plan", "--used", "--limit", "--memory", "--data", "--announce-sessions"):
        assert option in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
