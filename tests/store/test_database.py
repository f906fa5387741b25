"""The database file: private, sound, migrated, shared by two, and never silently lost."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tui.domain.abilities import Ability
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.faults import UserError
from tui.store.database import Database
from tui.store.errors import StoreError
from tui.store.functions import add_functions
from tui.store.migrations import migrate
from tui.store.schema import APPLICATION_ID, STEPS
from tui.store.soundness import problems
from tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "default.sqlite3"


def put(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO preferences VALUES ('word', 'kept')")


def kept(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM preferences WHERE key = 'word'").fetchone()
    return row[0] if row else None


def write(path: Path, content: bytes, at: int = 0) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def read(path: Path) -> bytes:
    return path.read_bytes()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_files_and_folder_are_private_and_the_journal_is_a_write_ahead_log(path: Path) -> None:
    database = await Database.open(path, SYSTEM_CLOCK)
    await database.write(put)
    assert mode(path.parent) == 0o700
    assert {file.name: mode(file) for file in path.parent.iterdir()} == {
        "default.sqlite3": 0o600,
        "default.sqlite3-wal": 0o600,
        "default.sqlite3-shm": 0o600,
    }
    pragmas = ("journal_mode", "foreign_keys", "synchronous", "application_id", "user_version")
    values = await database.read(lambda c: [c.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas])
    assert values == ["wal", 1, 1, APPLICATION_ID, len(STEPS)]
    await database.close()


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777], ids=oct)
async def test_every_file_is_private_under_any_umask(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        database = await Database.open(path, SYSTEM_CLOCK)
        await database.write(put)
        files = [path, *path.parent.glob("default.sqlite3-*")]
        assert len(files) == 3
        assert {mode(file) for file in files} == {0o600}
        assert mode(path.parent) == 0o700
        await database.close()
    finally:
        os.umask(before)


async def test_files_that_were_too_wide_are_mended(path: Path) -> None:
    database = await Database.open(path, SYSTEM_CLOCK)
    await database.write(put)
    for file in path.parent.iterdir():
        file.chmod(0o644)
    second = await Database.open(path, SYSTEM_CLOCK)
    assert {mode(file) for file in path.parent.iterdir()} == {0o600}
    for each in (database, second):
        await each.close()


@pytest.mark.parametrize("companion", ["", "-wal", "-shm"])
async def test_a_file_that_is_a_symbolic_link_is_refused(path: Path, tmp_path: Path, companion: str) -> None:
    path.parent.mkdir()
    (tmp_path / "theirs").write_text("")
    (tmp_path / "theirs").chmod(0o644)
    path.with_name(path.name + companion).symlink_to(tmp_path / "theirs")
    with pytest.raises(UserError, match=f"{path.name}{companion} is a symbolic link"):
        await Database.open(path, SYSTEM_CLOCK)
    assert mode(tmp_path / "theirs") == 0o644


async def test_what_was_written_is_there_the_next_time(path: Path) -> None:
    for _ in range(2):
        database = await Database.open(path, SYSTEM_CLOCK)
        if await database.read(kept) is None:
            await database.write_durably(put)
        assert await database.read(kept) == "kept"
        await database.close()


async def test_a_transaction_that_fails_leaves_nothing() -> None:
    database = await Database.open(None, SYSTEM_CLOCK)

    def half(connection: sqlite3.Connection) -> None:
        put(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(half)
    assert await database.read(kept) is None
    await database.close()


async def test_a_write_that_was_begun_is_finished_though_its_caller_is_cancelled() -> None:
    database = await Database.open(None, SYSTEM_CLOCK)
    task = asyncio.create_task(database.write(put))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await database.read(kept) == "kept"
    await database.close()


async def test_a_newer_file_is_refused_with_a_sentence(path: Path) -> None:
    await (await Database.open(path, SYSTEM_CLOCK)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match=r"written by a newer asyntai-tui .*upgrade asyntai-tui"):
        await Database.open(path, SYSTEM_CLOCK)
    assert [file.name for file in path.parent.iterdir()] == ["default.sqlite3"]


@pytest.mark.parametrize("version", [0, 1, 2, 77])
async def test_a_database_of_another_program_is_refused_and_untouched(path: Path, version: int) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.execute(f"PRAGMA user_version = {version}")
    before = read(path)
    with pytest.raises(StoreError, match="another program"):
        await Database.open(path, SYSTEM_CLOCK)
    assert read(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be made"):
        await Database.open(tmp_path / "file" / "x.sqlite3", SYSTEM_CLOCK)
    (tmp_path / "folder.sqlite3").mkdir()
    with pytest.raises(UserError, match="cannot be opened"):
        await Database.open(tmp_path / "folder.sqlite3", SYSTEM_CLOCK)


async def test_a_full_disk_is_told_and_what_was_there_stays(path: Path) -> None:
    database = await Database.open(path, SYSTEM_CLOCK)
    await database.write(put)
    pages = await database.read(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
    await database.read(lambda c: c.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    with pytest.raises(StoreError, match="disk is full"):
        await database.write(
            lambda c: c.execute("INSERT INTO preferences VALUES ('long', ?)", ("x" * 500_000,))
        )
    assert await database.read(kept) == "kept"
    await database.close()


async def test_a_file_that_another_program_holds_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.connection.BUSY_TIMEOUT", 50)
    database = await Database.open(path, SYSTEM_CLOCK)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="held by another program"):
            await database.write(put)
        assert await database.read(kept) is None
    await database.write(put)
    await database.close()


def test_an_old_file_is_migrated_step_by_step_with_a_copy_before_each(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    steps = [("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, steps)
        assert list(tmp_path.iterdir()) == [path], "an empty file needs no copy"
        steps += [("ALTER TABLE t ADD COLUMN b DEFAULT 2",), ("UPDATE t SET b = 3", "CREATE TABLE u (c)")]
        migrate(connection, path, steps)
        assert connection.execute("SELECT a, b FROM t").fetchall() == [(1, 3)]
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    for number, rows in ((2, [(1,)]), (3, [(1, 2)])):
        copy = tmp_path / f"old.sqlite3.before-{number}"
        assert mode(copy) == 0o600
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT * FROM t").fetchall() == rows


@pytest.mark.parametrize("version", range(1, len(STEPS)))
async def test_a_file_of_any_earlier_version_is_upgraded_and_sound(path: Path, version: int) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        add_functions(connection)
        migrate(connection, path, STEPS[:version])
        connection.execute(
            "INSERT INTO sessions (id, website_id, created_at, updated_at) VALUES ('s', 1, 0, 0)"
        )
    store = await Store.open(path, SYSTEM_CLOCK)
    assert [session.id for session in await store.sessions.list(1)] == ["s"]
    assert await store.abilities.get(Ability.LEADS) is None
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert list(problems(connection)) == []


def test_a_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, path, [("CREATE TABLE t (a)",), ("CREATE TABLE u (b)", "no statement")])
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("t",)]


def test_instances_that_start_at_once_on_no_file_all_come_up(path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path; from tui.store.store import Store\n"
        "from tui.domain.clock import SYSTEM_CLOCK\n"
        "async def main():\n"
        "    store = await Store.open(Path(sys.argv[1]), SYSTEM_CLOCK)\n"
        "    for n in range(20): await store.outbox.enqueue('s', 1, f'{sys.argv[2]} {n}')\n"
        "    await store.close()\n"
        "asyncio.run(main())"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(number)]) for number in range(4)
    ]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT COUNT(*), COUNT(DISTINCT position) FROM messages").fetchone() == (
            80,
            80,
        )


def test_what_was_committed_survives_the_death_of_the_process(path: Path) -> None:
    code = (
        "import asyncio, os, signal, sys; from pathlib import Path; from tui.store.store import Store\n"
        "from tui.domain.clock import SYSTEM_CLOCK\n"
        "async def main():\n"
        "    store = await Store.open(Path(sys.argv[1]), SYSTEM_CLOCK)\n"
        "    await store.outbox.enqueue('s', 1, 'a word')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT content, state FROM messages").fetchall() == [("a word", "queued")]
