"""Run the command that prints a key."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from threading import Event, Timer
from typing import TYPE_CHECKING

from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMAND_SECONDS = 10.0
"""How long the command may take."""

_OUTPUT_LIMIT = 65536
_SEE_WHY = "Run it in a shell to see why."


def first_line_of(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """Run ``command`` without a shell, terminal or input, and return the first line that it prints.

    No error repeats the command or what it says to stderr: either may hold the key. It runs in a session
    of its own, so it cannot take the terminal from the screen, and ends with all that it started when its
    time is up.

    Raises:
        UserError: if it cannot be started, takes too long, fails or prints nothing.
    """
    overdue = Event()
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own settings name it
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it has a null character"
        raise UserError(f"The command in api_key_command cannot be started: {reason}.") from None

    def stop() -> None:
        overdue.set()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = Timer(COMMAND_SECONDS, stop)
    timer.start()
    try:
        with process:
            output = process.stdout.read(_OUTPUT_LIMIT) if process.stdout else b""
    finally:
        timer.cancel()
    if overdue.is_set():
        raise UserError(
            f"The command in api_key_command gave no key within {COMMAND_SECONDS:g} s. {_SEE_WHY}"
        )
    if process.returncode != 0:
        raise UserError(f"The command in api_key_command failed (status {process.returncode}). {_SEE_WHY}")
    lines = output.decode("utf-8", errors="replace").splitlines()
    if not lines:
        raise UserError(f"The command in api_key_command printed nothing. {_SEE_WHY}")
    return lines[0]
