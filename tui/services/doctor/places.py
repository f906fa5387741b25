"""Path checks: links or pipes in the place of files, and folders above them that others can replace."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.finding import Finding, Verdict
from tui.settings.private_file import short

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def beside(settings_file: Path, key_file: Path, *folders: Path) -> Iterator[Finding]:
    """Report links and pipes in the place of files, which send reads and writes somewhere else."""
    yield from _other_than_file("settings", settings_file)
    yield from _other_than_file("key", key_file)
    for folder in folders:
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            continue  # the check of the folder reports that
        for entry in entries:
            yield from _other_than_file("files", entry)


def _other_than_file(about: str, path: Path) -> Iterator[Finding]:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if stat.S_ISLNK(mode):
        words = f"{short(path)} is a symbolic link to {one_line(str(path.readlink()), 500)}."
        yield Finding(about, words, Verdict.NOTE, "If you did not mean it, put a real file in its place.")
    elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        words = f"{short(path)} is not a regular file."
        yield Finding(about, words, Verdict.WRONG, "Put a real file in its place.")


def above(*folders: Path) -> Iterator[Finding]:
    """Report folders above ours in which others can write, on the given and on the resolved path."""
    parents = (parent for folder in folders for way in (folder, _real(folder)) for parent in way.parents)
    for parent in dict.fromkeys(parents):
        try:
            status = parent.stat()
        except OSError:
            continue
        where, quoted = short(parent), shlex.quote(str(parent))
        if status.st_uid not in {os.geteuid(), 0}:
            words = f"Someone else owns the folder {where} above ours, and can put another in its place."
            yield Finding("files", words, Verdict.WRONG, "Keep them elsewhere: set the XDG variables.")
        elif status.st_mode & _OTHERS_WRITE and not status.st_mode & stat.S_ISVTX:
            # The group is often the person's own, so only a note; all others is wrong.
            verdict = Verdict.WRONG if status.st_mode & stat.S_IWOTH else Verdict.NOTE
            words = f"Others can write in {where}, above ours, and put another folder in its place."
            yield Finding("files", words, verdict, f"Run chmod go-w {quoted}")


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))
