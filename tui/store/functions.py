"""The functions that the store's SQL calls beside SQLite's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.folding import folded, searchable

if TYPE_CHECKING:
    import sqlite3


def add_functions(connection: sqlite3.Connection) -> None:
    """Adds ``folded`` and ``searchable`` (:mod:`tui.domain.folding`), which the tables' triggers need."""
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.create_function("searchable", 1, searchable, deterministic=True)
