"""Clipboard: by a program of this machine, else tmux, else OSC 52 to the terminal; a file as well."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.copied import Copied, Way
from tui.domain.faults import UserError
from tui.settings.child import without_key
from tui.settings.private_file import short
from tui.terminal.multiplexer import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LONGEST_SENT = 100 * 1024
"""Bytes of UTF-8 sent to a terminal at most: more would hold up a slow line, and many terminals drop it."""
TOOL_PATIENCE = 2.0
"""Seconds that a clipboard program may take."""

_TMUX = ("tmux", "load-buffer", "-w", "-")
"""tmux since 3.2 sends OSC 52 itself; by default it drops a program's OSC 52, wrapped or not."""


def copy(text: str, environ: Mapping[str, str], send: Callable[[str], None]) -> Copied:
    """Put ``text`` on the clipboard and into the file, and return what was done.

    It waits for programs: call it from a thread. ``send`` takes an escape sequence to the terminal.
    """
    tool = next((tool for tool in _tools(environ) if _taken_by(tool, text, environ)), None)
    is_short = len(text.encode()) <= LONGEST_SENT
    if tool is not None:
        way, by = Way.TOOL, tool[0]
    elif not is_short:
        way, by = Way.FILE, ""
    elif environ.get("TMUX") and _taken_by(_TMUX, text, environ):
        way, by = Way.TERMINAL, _TMUX[0]
    else:
        send(wrapped(osc_52(text), environ))
        way, by = Way.TERMINAL, ""
    file, problem = _kept(text)
    return Copied(len(text), way, by, file, problem)


def osc_52(text: str) -> str:
    """Return the sequence that puts ``text`` on the terminal's clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"


def _kept(text: str) -> tuple[str, str]:
    """Write the copy file; return its short path, and why it could not be written."""
    file = paths.copied_file()
    try:
        paths.write_private(file, text)
    except UserError as error:
        return "", str(error)
    return short(file), ""


def _tools(environ: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the programs that reach the person's clipboard: over SSH, none does."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return
    if environ.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if environ.get("DISPLAY"):
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
    if sys.platform == "darwin":
        yield ("pbcopy",)


def _taken_by(command: Sequence[str], text: str, environ: Mapping[str, str]) -> bool:
    """Pass ``text`` to a program's standard input; return whether it ended with status 0 in time.

    xclip, xsel and wl-copy leave a process behind that serves the text: it inherits none of our files, and
    has a session of its own, so that it outlives the terminal.
    """
    program = shutil.which(command[0], path=environ.get("PATH"))
    if program is None:
        return False
    try:
        process = subprocess.Popen(  # noqa: S603 - one of the few above
            [program, *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=without_key(environ),
            start_new_session=True,
        )
    except OSError:
        return False
    with process:
        try:
            process.communicate(text.encode(), TOOL_PATIENCE)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return False
    return process.returncode == 0
