"""Salvage of a damaged file: copy what can be read, row by row, into a fresh one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.paths import PRIVATE_FILE
from tui.store.file import beside, remove
from tui.store.pages import PAGE
from tui.store.salvage_rows import Rescue
from tui.store.soundness import Text

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_JOURNAL = "-wal"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many messages were recovered, and of how many as far as is known."""

    messages: int
    about: int

    @property
    def sentence(self) -> str:
        """The result, as a sentence."""
        if not self.messages and not self.about:
            return "No message could be read from it."
        of = "all" if self.messages >= self.about else f"{self.messages:,} of about"
        return f"{of} {self.about:,} messages were recovered".capitalize() + "."


def salvage(path: Path, fresh: sqlite3.Connection) -> Salvaged:
    """Copy what can be read of the file at ``path``, and of its journal, into an empty store.

    Nothing may be sent twice: messages that may have been sent become *unknown*. The damaged file is not
    changed.

    Raises:
        OSError: if there is no room for a copy.
        sqlite3.Error: if the fresh file cannot be written.
    """
    with closing(_opened(path)) as source:
        found = _rescued(path, source, fresh, trusted=True)
    if found.messages or found.about:
        return found
    with _grafted(path, fresh) as copy, closing(_opened(copy)) as source:
        return _rescued(copy, source, fresh, trusted=False)


def _rescued(path: Path, source: sqlite3.Connection, fresh: sqlite3.Connection, *, trusted: bool) -> Salvaged:
    source.text_factory = Text
    fresh.execute("BEGIN IMMEDIATE")
    try:
        rescue = Rescue(source, fresh, trusted=trusted)
        rescue.run()
        rescue.run_through_pages(path)
        rescue.finish()
        fresh.execute("COMMIT")
    except BaseException:
        fresh.execute("ROLLBACK")
        raise
    return Salvaged(rescue.messages, max(rescue.messages, rescue.expected))


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


@contextmanager
def _grafted(path: Path, fresh: sqlite3.Connection) -> Generator[Path]:
    """Make a copy of a file whose first page is lost, with that of a fresh store in its place.

    Every store is created by the same statements, so the first page says where the tables of each begin.
    """
    copy = beside(path, ".graft")
    copy.touch(PRIVATE_FILE)
    try:
        shutil.copyfile(path, copy)
        if beside(path, _JOURNAL).exists():
            beside(copy, _JOURNAL).touch(PRIVATE_FILE)
            shutil.copyfile(beside(path, _JOURNAL), beside(copy, _JOURNAL))
        first = bytearray(fresh.serialize()[:PAGE])
        # Without a valid change count, SQLite takes the number of pages from the file's length.
        first[24:28] = b"\0\0\0\1"
        first[92:96] = b"\0\0\0\0"
        with copy.open("r+b") as file:
            file.write(first)
        yield copy
    finally:
        remove(copy)
