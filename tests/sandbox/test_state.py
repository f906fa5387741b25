"""What a sandbox keeps in its file, over restarts and between processes."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from multiprocessing import get_context
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox
from tui.sandbox.backend import Backend
from tui.sandbox.config import SandboxConfig
from tui.sandbox.state import APPLICATION_ID, State, StateError

if TYPE_CHECKING:
    from pathlib import Path


def ask(sandbox: RunningSandbox, message: str, session_id: str) -> str:
    response = httpx.post(
        sandbox.base_url + "chat/",
        headers={"X-API-Key": sandbox.api_key},
        json={"message": message, "session_id": session_id},
    )
    assert response.status_code == 200
    return response.json()["response"]


def contents(sandbox: RunningSandbox, session_id: str) -> list[str]:
    return [message.content for message in sandbox.messages(session_id)]


def test_a_restart_keeps_messages_topic_and_usage(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with running_sandbox(database=database, used=None) as sandbox:
        first = ask(sandbox, "When are you open?", "kept")
        assert sandbox.messages_used() == 151
    with running_sandbox(database=database, used=None) as sandbox:
        assert contents(sandbox, "kept") == ["When are you open?", first]
        assert "only the **coffee bar** is open" in ask(sandbox, "and on Sundays?", "kept")
        assert sandbox.messages_used() == 152
        assert len(sandbox.messages("visitor-f06b83c1")) == 100


def test_a_given_usage_replaces_what_was_kept(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    for used in (7, 2_400, 0):
        with running_sandbox(database=database, used=used) as sandbox:
            assert sandbox.messages_used() == used


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with running_sandbox(database=database) as sandbox:
        ask(sandbox, "Hello", "s")
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def _start_and_close(database: Path) -> int:
    with Backend(SandboxConfig(database=database)) as backend:
        return backend.messages_used()


def test_processes_that_start_at_once_make_one_state(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with get_context("spawn").Pool(3) as pool:
        assert pool.map(_start_and_close, [database] * 6) == [150] * 6
    with Backend(SandboxConfig(database=database)) as backend:
        assert len(backend.messages("visitor-f06b83c1", 1_000)) == 100


def test_two_sandboxes_on_one_file_count_every_message(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with ExitStack() as stack:
        both = [stack.enter_context(running_sandbox(database=database)) for _ in range(2)]
        pool = stack.enter_context(ThreadPoolExecutor(8))
        asked = [pool.submit(ask, both[number % 2], f"Question {number}", "both") for number in range(40)]
        for each in asked:
            each.result()
        assert [sandbox.messages_used() for sandbox in both] == [40, 40]
        assert contents(both[0], "both") == contents(both[1], "both")
        questions = [each.content for each in both[0].messages("both") if each.role == "user"]
        assert sorted(questions) == sorted(f"Question {number}" for number in range(40))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "notes.txt"
    database.write_text("Buy more beans.\n" * 100)
    with pytest.raises(StateError, match=r"notes\.txt"):
        State.open(database)
    assert database.read_text().startswith("Buy more beans.")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "default.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE sessions (id TEXT)")
    before = database.read_bytes()
    with pytest.raises(StateError, match="another program"):
        State.open(database)
    assert database.read_bytes() == before


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE anything (id TEXT)")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StateError, match="newer version"):
        State.open(database)


@pytest.mark.parametrize("place", ["missing/sandbox.sqlite3", ""])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(StateError, match="cannot use"):
        State.open(tmp_path / place)
