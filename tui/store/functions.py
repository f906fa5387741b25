"""SQL functions that the store adds to SQLite's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.folding import folded, searchable
from tui.store.rows import micros

if TYPE_CHECKING:
    import sqlite3

    from tui.domain.clock import Clock


def add_functions(connection: sqlite3.Connection) -> None:
    """Add ``folded`` and ``searchable`` (:mod:`tui.domain.folding`), which the tables' triggers need."""
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.create_function("searchable", 1, searchable, deterministic=True)


def add_clock(connection: sqlite3.Connection, clock: Clock) -> None:
    """Add ``now``, the current time as the tables store it."""
    connection.create_function("now", 0, lambda: micros(clock.now()))
