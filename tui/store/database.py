"""SQLite database: one file, one connection, and one thread that owns it."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from tui.store.connection import connect, is_damaged
from tui.store.errors import UNREADABLE, DamagedError, UnreadableRowError, damaged, file_error, store_error
from tui.store.file import beside, folder_locked, forget_journal, identity, is_empty, remove, stamped
from tui.store.renewal import DELETED, EMPTIED, copied, holds_all, rebuilt, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from tui.domain.clock import Clock
    from tui.store.file import Identity

T = TypeVar("T")


class Database:
    """Runs functions on the one connection, in its thread, each in its own transaction.

    The journal is a write-ahead log with ``synchronous = NORMAL``: what was committed survives the death
    of the process at any moment, SIGKILL included, and the file stays sound if the power fails. Only
    :meth:`write_durably` also survives the power failure itself.

    A damaged file is set aside and rebuilt from what can be read, as soon as the damage is met; a file that
    was deleted or replaced is noticed before the next transaction. A transaction may therefore run twice.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self.path = path
        """The file; ``None`` is in memory."""
        self.news: list[str] = []
        """What happened to the file, a sentence each, until it is delivered."""
        self.on_news: Callable[[], None] = lambda: None
        """Called when there is news."""
        self.on_new_folder: Callable[[], None] = lambda: None
        """Called in the database's thread when a deleted file was written again."""
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._connection: sqlite3.Connection | None = None
        self._identity: Identity | None = None
        self._journal: Identity | None = None

    @classmethod
    async def open(cls, path: Path | None, clock: Clock) -> Database:
        """Open the file, created and migrated as needed, readable by its owner only.

        Raises:
            UserError: if its folder cannot be made, or it is a link or another user's, cannot be opened or is
            newer than this program.
        """
        database = cls(path, clock)
        try:
            await database._in_thread(database._open)
        except BaseException:
            database._thread.shutdown(wait=False)
            raise
        return database

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return ``work(connection)``, run on one consistent state of the file.

        Raises:
            StoreError: if the file cannot be read.
        """
        return await self._in_thread(lambda: self._transaction("BEGIN", work))

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return ``work(connection)`` after committing what it wrote; an exception rolls it back.

        A write that has begun is finished even if the caller is cancelled.

        Raises:
            StoreError: if the file cannot be written.
        """
        return await self._in_thread(lambda: self._transaction("BEGIN IMMEDIATE", work))

    async def write_durably(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Write as :meth:`write` does; this write and all before it survive even a power failure.

        Raises:
            StoreError: if the file cannot be written.
        """
        return await self._in_thread(lambda: self._transaction("BEGIN IMMEDIATE", work, synchronous="FULL"))

    async def close(self) -> None:
        """Finish pending work and close the file."""
        try:
            await self._in_thread(self._finish)
        finally:
            self._thread.shutdown(wait=False)

    async def _in_thread(self, job: Callable[[], T]) -> T:
        result = await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, job))
        if self.news:
            self.on_news()
        return result

    def _open(self) -> None:
        try:
            if self.path is None:
                self._connected()
            else:
                self._open_file(self.path)
        except DamagedError:
            self._mend()

    def _open_file(self, path: Path) -> None:
        """Open the file, and report if it existed but was empty."""
        # Under the folder's lock: a file that another instance is creating is empty too.
        with self._moving():
            was_emptied = is_empty(path)
            self._connected()
        if was_emptied:
            self.news.append(EMPTIED.format(path=path))

    def _finish(self) -> None:
        """Close the file; if it was deleted or replaced, write its content to a new one first."""
        try:
            self._follow_file()
        finally:
            self._disconnect()

    def _transaction(
        self, begin: str, work: Callable[[sqlite3.Connection], T], *, synchronous: str = "NORMAL"
    ) -> T:
        self._follow_file()
        try:
            return self._translated(lambda: self._run(begin, work, synchronous))
        except DamagedError:
            if self.path is None:
                raise
            self._mend()
        return self._translated(lambda: self._run(begin, work, synchronous))

    def _run(self, begin: str, work: Callable[[sqlite3.Connection], T], synchronous: str) -> T:
        connection = self._connected()
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute(begin)
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = self._translated(lambda: connect(self.path, self._clock))
                if self.path is not None:
                    self._identity = identity(self.path)
                    self._journal = identity(beside(self.path, "-wal"))
            except OSError as error:
                raise file_error(error, self.path) from error
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _translated(self, job: Callable[[], T]) -> T:
        """Run a job on SQLite and translate its errors.

        Raises:
            StoreError: if the file cannot be read or written; ``DamagedError`` if it is damaged.
        """
        try:
            return job()
        except (UnreadableRowError, UnicodeDecodeError):
            raise damaged(self.path) from None  # the error quotes the content of messages
        except sqlite3.Error as error:
            said = store_error(error, self.path)
            if said is None and self._is_damaged():
                said = damaged(self.path)
            if said is None:
                raise
            raise said from None

    def _is_damaged(self) -> bool:
        """Check the whole file for damage, after an error that may also be a defect of ours."""
        return self._connection is not None and is_damaged(self._connection)

    def _mend(self) -> None:
        """Set the damaged file aside and continue with one rebuilt from what can be read of it.

        Raises:
            StoreError: if there is no room for that; the damaged file then stays in place.
        """
        if self.path is None:
            return
        with self._moving():
            self._disconnect()
            if self._identity in {None, identity(self.path)}:
                self.news.append(rebuilt(self.path, self._clock))
            self._connected()

    def _follow_file(self) -> None:
        """Notice that the path no longer leads to the open file, and save its content.

        Raises:
            StoreError: if that cannot be saved.
        """
        if self.path is None or self._connection is None:
            return
        try:
            there, journal = identity(self.path), identity(beside(self.path, "-wal"))
        except OSError:
            return  # the folder is not accessible, but the open file still is
        if (there, journal) == (self._identity, self._journal):
            return
        with self._moving():
            if there == self._identity:
                # Only the journal was removed: checkpoint it into the file and start a new one.
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                self._disconnect()
            else:
                self._go_on_elsewhere(self.path, self._connection)
            self._connected()

    def _go_on_elsewhere(self, path: Path, connection: sqlite3.Connection) -> None:
        """Copy the open file to a new one: at its path, or beside the file that is there now."""
        copy = copied(connection, beside(path, ".anew"))
        self._disconnect()
        forget_journal(path, self._journal)
        # Deleted: the copy takes its place. Unless another instance has put it back, the file was replaced:
        # the copy stays beside it.
        if identity(path) is None:
            copy.replace(path)
            self.news.append(DELETED.format(path=path))
            self.on_new_folder()
        elif holds_all(path, copy):
            remove(copy)
        else:
            self.path = copy.rename(stamped(path, "replaced", self._clock.now()))
            self.news.append(replaced(path, self.path))

    @contextmanager
    def _moving(self) -> Generator[None]:
        """Lock the folder while files are moved, so that no other instance moves them too.

        Raises:
            StoreError: if they cannot be moved or written.
        """
        assert self.path is not None  # noqa: S101 - a store in memory has no file to move
        try:
            with folder_locked(self.path):
                yield
        except OSError as error:
            raise file_error(error, self.path) from error
        except UNREADABLE as error:
            raise store_error(error, self.path) or damaged(self.path) from None
