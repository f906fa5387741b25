"""Machine checks: the program's versions, the terminal, and settings that may expose the key."""

from __future__ import annotations

import codecs
import locale
import os
import platform
import resource
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tui import __version__
from tui.domain.finding import Finding, Verdict
from tui.settings.system_keyring import keyring_name
from tui.terminal.drivable import can_be_driven

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SMALLEST = (40, 12)
"""Fewest columns and rows at which the client can be used."""


def program() -> Iterator[Finding]:
    """Report the versions of the client, Python and SQLite; check for full-text search."""
    yield Finding("program", f"asyntai-tui {__version__} on Python {platform.python_version()}, {_system()}.")
    if _has_full_text_search():
        yield Finding("program", f"SQLite {sqlite3.sqlite_version} with full-text search (FTS5).")
    else:
        yield Finding(
            "program",
            f"SQLite {sqlite3.sqlite_version} has no full-text search (FTS5), which the store needs.",
            Verdict.WRONG,
            "Use a Python whose SQLite has it, such as your distribution's or python.org's.",
        )


def terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Check the terminal: its type, size, colours and encoding, and what it runs inside."""
    yield _kind(environ)
    yield _size()
    yield _colours(environ)
    yield _characters()
    for variable, name, remedy in (
        (
            "TMUX",
            "tmux",
            "Copying goes through tmux; OSC 9 needs in its settings: set -g allow-passthrough on",
        ),
        ("STY", "GNU screen", "It gives programs no title; copying goes through it to the terminal."),
    ):
        if environ.get(variable):
            yield Finding("terminal", f"Inside {name}.", Verdict.NOTE, remedy)
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        yield Finding(
            "terminal", "Over SSH: what is copied goes to the clipboard of the terminal that you sit at."
        )


def exposure(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Check for key logs, debug logs and core dumps, which would contain the key or messages."""
    if environ.get("SSLKEYLOGFILE"):
        yield Finding(
            "exposure",
            "SSLKEYLOGFILE is set: whoever has that file can read every connection, and the key in it.",
            Verdict.WRONG,
            "Run unset SSLKEYLOGFILE, and delete the file.",
        )
    if environ.get("TEXTUAL_LOG") or environ.get("TEXTUAL"):
        yield Finding(
            "exposure",
            "TEXTUAL or TEXTUAL_LOG is set: Textual's own log may hold what is typed and pasted.",
            Verdict.WRONG,
            "Run unset TEXTUAL TEXTUAL_LOG, and delete the log.",
        )
    if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        yield Finding(
            "exposure",
            "Core dumps are on: one of a crashed Python would hold the key.",
            Verdict.NOTE,
            "Run ulimit -c 0 before the start.",
        )
    if os.geteuid() == 0:
        yield Finding("exposure", "This is root: everything is done with all rights.", Verdict.NOTE)
    name = keyring_name(environ)
    without = "No system's keyring can be used: a saved key is a file that only you can read."
    yield Finding("exposure", f"The system's keyring can keep the key: {name}." if name else without)


def _system() -> str:
    return f"{platform.system()} {platform.release()} ({platform.machine()})"


def _has_full_text_search() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
        except sqlite3.Error:
            return False
    return True


def _kind(environ: Mapping[str, str]) -> Finding:
    term = environ.get("TERM", "")
    if not can_be_driven(term):
        return Finding(
            "terminal",
            f"TERM is {term or 'not set'}: the plain client opens in place of the full screen.",
            Verdict.NOTE,
            "For the full screen, set TERM to what your terminal is, such as xterm-256color.",
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Finding("terminal", f"TERM is {term}; this output does not go to a terminal.", Verdict.NOTE)
    return Finding("terminal", f"TERM is {term}.")


def _size() -> Finding:
    columns, rows = _columns_and_rows()
    if columns < _SMALLEST[0] or rows < _SMALLEST[1]:
        return Finding(
            "terminal",
            f"{columns} columns and {rows} rows are too few.",
            Verdict.WRONG,
            f"Make the window {_SMALLEST[0]}x{_SMALLEST[1]} at least; 80x24 is comfortable.",
        )
    return Finding("terminal", f"{columns} columns, {rows} rows.")


def _columns_and_rows() -> tuple[int, int]:
    """Return the terminal's size; COLUMNS and LINES, which may be outdated, only if there is no terminal."""
    for descriptor in range(3):
        with suppress(OSError):
            columns, rows = os.get_terminal_size(descriptor)
            if columns and rows:
                return columns, rows
    return shutil.get_terminal_size()


def _colours(environ: Mapping[str, str]) -> Finding:
    if environ.get("NO_COLOR"):
        return Finding("terminal", "No colours: NO_COLOR is set.")
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return Finding("terminal", "16 million colours.")
    many = "256" in environ.get("TERM", "")
    return Finding("terminal", f"{'256' if many else 'Few'} colours: COLORTERM does not say truecolor.")


def _characters() -> Finding:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    if _codec(encoding) == "utf-8":
        return Finding("terminal", "Characters in UTF-8.")
    return Finding(
        "terminal",
        f"Characters in {encoding}: frames and most languages cannot be drawn.",
        Verdict.WRONG,
        "Set a UTF-8 locale, such as LANG=C.UTF-8.",
    )


def _codec(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding
