"""Disk checks: owners and modes of files and folders, free space, soundness of the store. Changes nothing."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import stat
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.faults import UserError
from tui.domain.finding import Finding, Verdict
from tui.services.call_log import log_file
from tui.settings.private_file import short
from tui.store.errors import UNREADABLE
from tui.store.schema import STEPS
from tui.store.soundness import Owner, owner, problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_CLOSED = "The client closes it to others when it starts."
_DAMAGED = (
    "Start the client: it sets the file aside whole, makes a new one of all that can be read, "
    "and says how much that is."
)
_SAID = 3
"""Most kinds of damage that are named."""
_LITTLE = 64 * 1024**2
"""Bytes of free space below which the store may soon be unable to grow."""


def settings_file(path: Path) -> Iterator[Finding]:
    """Check whether another user can change the settings, which may name a command to run."""
    for name, each in (("file", path), ("folder", path.parent)):
        try:
            status = each.stat()
        except OSError:
            continue
        where = f"the settings {name} {short(each)}"
        if status.st_uid not in {os.geteuid(), 0}:
            yield _wrong("settings", f"Someone else owns {where}, and can change it.", "Copy it to your own.")
        elif status.st_mode & _OTHERS_WRITE and not status.st_mode & stat.S_ISVTX:
            # The group is often the person's own, so only a note; all others is wrong.
            verdict = Verdict.WRONG if status.st_mode & stat.S_IWOTH else Verdict.NOTE
            words = f"Others can change {where}, and so the command that is run for the key."
            yield Finding("settings", words, verdict, f"Run chmod go-w {shlex.quote(str(each))}")


def folder(about: str, path: Path) -> Finding:
    """Check one of the client's folders: its kind, owner, access and mode."""
    where, quoted = short(path), shlex.quote(str(path))
    try:
        status = path.lstat()
    except FileNotFoundError:
        return _to_be_made(about, path)
    except OSError as error:
        words = f"The folder {where} cannot be looked at: {error.strerror}."
        return _wrong(about, words, "Give yourself the right to enter the folders above it.")
    if not stat.S_ISDIR(status.st_mode):
        what = "a symbolic link" if stat.S_ISLNK(status.st_mode) else "no folder"
        return _wrong(about, f"{where} is {what}: it is refused.", "Put a real folder in its place.")
    if status.st_uid != os.geteuid():
        words = f"The folder {where} belongs to someone else: it is refused."
        return _wrong(about, words, f"Run sudo chown -R {os.geteuid()} {quoted}")
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return _wrong(about, f"The folder {where} cannot be written to.", f"Run chmod 700 {quoted}")
    if mode := stat.S_IMODE(status.st_mode) & _OTHERS:
        return _note(about, f"The folder {where} is open to others ({mode:03o}).", _CLOSED)
    return Finding(about, f"The folder {where} is yours alone.")


def free_space(path: Path) -> Iterator[Finding]:
    """Check the free space of the file system that has the store."""
    there = next(each for each in (path, *path.parents) if not paths.is_missing(each))
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return
    words = f"{free / 1024**2:,.0f} MiB are free."
    if free < _LITTLE:
        yield Finding("data", words, Verdict.WRONG, "Make room: the store must grow to keep what is said.")
    else:
        yield Finding("data", words)


def store(path: Path) -> Iterator[Finding]:
    """Check the database of the profile, without writing to it."""
    try:
        for companion in ("", "-wal", "-shm"):
            paths.refuse_foreign_file(path.with_name(path.name + companion))
    except UserError as error:
        yield Finding("store", str(error), Verdict.WRONG)
        return
    try:
        mode = path.stat().st_mode
    except OSError:
        yield Finding("store", f"{short(path)} is not there yet: the first start makes it.")
        return
    if not stat.S_ISREG(mode):
        yield _wrong("store", f"{short(path)} is not a regular file.", "Move it away.")
        return
    if mode & _OTHERS:
        yield _note("store", f"Others can read {short(path)}.", _CLOSED)
    try:
        yield _content(path)
    except UNREADABLE as error:
        # Only the error's name: its text may quote the file's content.
        reason = getattr(error, "sqlite_errorname", type(error).__name__)
        yield _wrong("store", f"{short(path)} cannot be read ({reason}).", _DAMAGED)
    for damaged in sorted(path.parent.glob(f"{path.name}.damaged-*[0-9]")):
        words = f"A damaged store is kept as {short(damaged)}."
        yield _note("store", words, "Delete it when nothing in it is missed.")


def notes() -> Iterator[Finding]:
    """Report the size of the call log, and a crash report if there is one."""
    log, crash = log_file(), paths.state_folder() / "crash.log"
    try:
        yield Finding("log", f"{short(log)} has {log.stat().st_size:,} bytes: no content, no key.")
    except OSError:
        yield Finding("log", f"{short(log)} is not there: nothing was called yet, or the log is off.")
    if not paths.is_missing(crash):
        words = f"A defect of the program's own left {short(crash)}."
        yield _note("log", words, "Report it with that file, then delete the file.")


def _to_be_made(about: str, path: Path) -> Finding:
    above = next(each for each in path.parents if not paths.is_missing(each))
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return Finding(about, f"The folder {short(path)} is not there yet: it is made when it is needed.")
    words = f"The folder {short(path)} cannot be made in {short(above)}."
    return _wrong(about, words, "Give yourself the right to write there, or set the XDG variables elsewhere.")


def _content(path: Path) -> Finding:
    # Without a -wal file nobody has the store open: as immutable, SQLite does not create one either.
    alone = not path.with_name(f"{path.name}-wal").exists()
    uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    with closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
        whose = owner(connection)
        if whose is Owner.OTHERS:
            return _wrong("store", f"{short(path)} is a database of another program.", "Move it away.")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            words = f"{short(path)} is of version {version}; this program knows {len(STEPS)}."
            return _wrong("store", words, "Upgrade asyntai-tui, or use another profile.")
        if whose is Owner.NOBODY:
            words = f"{short(path)} is empty: the next start begins a new store in it."
            return _note("store", words, "If you have a copy of the old one, put it back first.")
        found = list(islice(problems(connection), _SAID))
        if found:
            return _wrong("store", f"{short(path)} is damaged: {'; '.join(found)}.", _DAMAGED)
    size = path.stat().st_size / 1024**2
    return Finding("store", f"{short(path)} is sound: version {version}, {size:,.1f} MiB.")


def _wrong(about: str, words: str, remedy: str) -> Finding:
    return Finding(about, words, Verdict.WRONG, remedy)


def _note(about: str, words: str, remedy: str) -> Finding:
    return Finding(about, words, Verdict.NOTE, remedy)
