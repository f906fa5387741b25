"""Child process that prints a secret: no shell, no terminal, no key in its environment, a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from threading import Event, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEY_VARIABLE = "ASYNTAI_API_KEY"
"""Environment variable of the API key; no child process inherits it."""

_OUTPUT_LIMIT = 65536


class ChildError(Exception):
    """The child gave no output. The text (``failed (status 1)``) follows a subject and quotes no output."""


def without_key(environ: Mapping[str, str]) -> dict[str, str]:
    """Return a copy of the environment without the API key."""
    return {name: value for name, value in environ.items() if name != KEY_VARIABLE}


def first_line(
    command: Sequence[str], environ: Mapping[str, str], *, seconds: float, told: str | None = None
) -> str:
    """Run ``command`` with ``told`` as its standard input, and return the first line that it prints.

    It runs in a process session of its own, without a controlling terminal, and is killed with its own
    children when its time is up.

    Raises:
        ChildError: if it cannot be started, takes longer than ``seconds``, fails or prints nothing.
    """
    overdue = Event()
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own settings name it
            command,
            stdin=subprocess.DEVNULL if told is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=without_key(environ),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it has a null character"
        raise ChildError(f"cannot be started: {reason}") from None

    def stop() -> None:
        overdue.set()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = Timer(seconds, stop)
    timer.start()
    try:
        with process:
            output = _converse(process, told)
    finally:
        timer.cancel()
    if overdue.is_set():
        raise ChildError(f"gave no key within {seconds:g} s")
    if process.returncode != 0:
        raise ChildError(f"failed (status {process.returncode})")
    lines = output.decode("utf-8", errors="replace").splitlines()
    if not lines:
        raise ChildError("printed nothing")
    return lines[0]


def _converse(process: subprocess.Popen[bytes], told: str | None) -> bytes:
    if process.stdin and told is not None:
        with suppress(BrokenPipeError):  # it ended early: its exit status is reported
            process.stdin.write(told.encode())
            process.stdin.close()
    return process.stdout.read(_OUTPUT_LIMIT) if process.stdout else b""
