"""One SQLite file, one connection, one thread that owns it."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from tui.paths import PRIVATE_FILE, make_private_folder, refuse_foreign_file
from tui.store.errors import DamagedError, file_error, store_error
from tui.store.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

BUSY_TIMEOUT = 5_000
"""Milliseconds to wait for another instance that writes."""

_COMPANIONS = ("", "-wal", "-shm")


class Database:
    """Runs functions on the one connection, in its thread, each in a transaction of its own.

    The journal is a write-ahead log with ``synchronous = NORMAL``: what was committed survives the death
    of the process at any moment, SIGKILL included, and the file stays sound if the power fails. Only
    :meth:`write_durably` also survives the loss of power itself.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        """The file; ``None`` is memory."""
        self.set_aside: Path | None = None
        """Where a damaged file was moved to when this one was opened."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._connection: sqlite3.Connection

    @classmethod
    async def open(cls, path: Path | None) -> Database:
        """Open the file, made and migrated as needed, readable by its owner only.

        A damaged file is moved aside, and :attr:`set_aside` tells where to.

        Raises:
            UserError: if its folder cannot be made, or it is a link or someone else's, cannot be opened or is
            newer than this program.
        """
        database = cls(path)
        try:
            await database._in_thread(database._open)
        except BaseException:
            database._thread.shutdown(wait=False)
            raise
        return database

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return ``work(connection)``, which sees one state of the file.

        Raises:
            StoreError: if the file cannot be read.
        """
        return await self._in_thread(lambda: self._transaction("BEGIN", work))

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return ``work(connection)`` once all that it wrote is in the file; on an exception, nothing is.

        A write that was begun is finished even if the caller is cancelled.

        Raises:
            StoreError: if the file cannot be written.
        """
        return await self._in_thread(lambda: self._transaction("BEGIN IMMEDIATE", work))

    async def write_durably(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """As :meth:`write`, and not even a power cut takes it back, nor anything written before it.

        Raises:
            StoreError: if the file cannot be written.
        """

        def job() -> T:
            self._connection.execute("PRAGMA synchronous = FULL")
            try:
                return self._transaction("BEGIN IMMEDIATE", work)
            finally:
                self._connection.execute("PRAGMA synchronous = NORMAL")

        return await self._in_thread(job)

    async def close(self) -> None:
        """Finish what was begun and close the file."""
        await self._in_thread(lambda: self._connection.close())
        self._thread.shutdown(wait=False)

    async def _in_thread(self, job: Callable[[], T]) -> T:
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, self._told, job))

    def _told(self, job: Callable[[], T]) -> T:
        try:
            return job()
        except sqlite3.Error as error:
            told = store_error(error, self.path)
            if told is None:
                raise
            if isinstance(told, DamagedError) and self.path is not None:
                with suppress(OSError):  # then the next start does not look for the damage before it meets it
                    _suspicion(self.path).touch(PRIVATE_FILE)
            raise told from error

    def _transaction(self, begin: str, work: Callable[[sqlite3.Connection], T]) -> T:
        self._connection.execute(begin)
        try:
            result = work(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return result

    def _open(self) -> None:
        if self.path is not None:
            make_private_folder(self.path.parent)
        try:
            self._connect_or_set_aside()
        except OSError as error:
            raise file_error(error, self.path) from error

    def _connect_or_set_aside(self) -> None:
        try:
            self._told(self._connect)
        except DamagedError:
            if self.path is None:
                raise
            self.set_aside = _set_aside(self.path)
            self._told(self._connect)

    def _connect(self) -> None:
        if self.path is not None:
            _make_private(self.path)
        connection = sqlite3.connect(
            self.path or ":memory:", timeout=BUSY_TIMEOUT / 1000, isolation_level=None
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.create_function("folded", 1, str.casefold, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            migrate(connection, self.path)
            if self.path is not None:
                _examine(connection, self.path)
        except BaseException:
            connection.close()
            raise
        self._connection = connection


def _make_private(path: Path) -> None:
    """Make the file if it is missing; SQLite gives the companions that it makes the same mode.

    It is never opened here: closing it would let go of the locks of another connection of this process.
    """
    for companion in _COMPANIONS:
        refuse_foreign_file(path.with_name(path.name + companion))
    try:
        path.touch(PRIVATE_FILE)
        for companion in _COMPANIONS:
            with suppress(FileNotFoundError):  # another instance that leaves takes them with it
                path.with_name(path.name + companion).chmod(PRIVATE_FILE)
    except OSError as error:
        raise file_error(error, path) from error


def _suspicion(path: Path) -> Path:
    """A file whose presence says that damage was met: to look for it at every start takes too long."""
    return path.with_name(f"{path.name}.suspect")


def _examine(connection: sqlite3.Connection, path: Path) -> None:
    """Look through a file in which damage was met before.

    Raises:
        sqlite3.DatabaseError: if it is too damaged to be looked through.
        DamagedError: if it is damaged.
    """
    suspicion = _suspicion(path)
    if not suspicion.exists():
        return
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise DamagedError(f"The store {path} is damaged.")
    suspicion.unlink(missing_ok=True)


def _set_aside(path: Path) -> Path:
    name = f"{path.name}.damaged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    for companion in _COMPANIONS:
        file = path.with_name(path.name + companion)
        if file.exists():
            file.rename(path.with_name(name + companion))
    _suspicion(path).unlink(missing_ok=True)
    return path.with_name(name)
