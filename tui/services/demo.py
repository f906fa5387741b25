"""The demo: runs the sandbox as a child process, which never outlives this one."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import tui
from tui.domain.api_key import ApiKey
from tui.domain.clean import one_line
from tui.domain.faults import UserError
from tui.services.access import Access
from tui.settings.child import without_key

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

START_SECONDS = 30.0
"""Seconds that the sandbox may take to be ready."""

_STOP_SECONDS = 3.0
_READY = "Sandbox ready: "
_KEY_VARIABLE = "ASYNTAI_SANDBOX_KEY"
"""Variable that passes the key to the sandbox: arguments are visible to every user of the machine."""


class DemoAccess:
    """Access to a sandbox that it starts on a free port of this machine."""

    def __init__(self, options: Sequence[str] = ()) -> None:
        """Take further options of ``asyntai-tui sandbox``."""
        self._options = options
        self._key = ApiKey(secrets.token_urlsafe(24))
        """Random for each start, so that other users of the machine do not know it."""
        self._process: Process | None = None
        self._log: asyncio.Task[str] | None = None

    async def find(self) -> Access:
        """Start the sandbox and wait until it is ready.

        It ends when its standard input closes, which the kernel does however this process ends. It has a
        process session of its own, so that Ctrl+C in the terminal does not reach it.

        Raises:
            UserError: if it does not start.
        """
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tui", "sandbox", "--port", "0"),
                *("--announce-sessions", "--until-stdin-closes", *self._options),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=Path(tui.__file__).parent.parent,
                env={**without_key(os.environ), _KEY_VARIABLE: self._key.reveal()},
                start_new_session=True,
            )
        except OSError as error:
            raise UserError(f"The sandbox cannot be started: {error.strerror}.") from None
        self._log = asyncio.create_task(_last_line(self._process))
        try:
            async with asyncio.timeout(START_SECONDS):
                return await self._announced(self._process)
        except TimeoutError:
            raise UserError(f"The sandbox was not ready within {START_SECONDS:g} s.") from None

    async def close(self) -> None:
        """End the sandbox."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._log:
            await self._log

    async def _announced(self, process: Process) -> Access:
        ready = await _line(process)
        if not ready.startswith(_READY):
            said = await self._log if self._log and not ready else ready
            raise UserError(f"The sandbox did not start: {one_line(said) or 'it said nothing'}")
        announced = json.loads(await _line(process))
        return Access(
            base_url=ready.removeprefix(_READY).strip(),
            key=self._key,
            source="the sandbox",
            sessions=tuple((entry["session_id"], entry["website_id"]) for entry in announced["sessions"]),
        )


async def _line(process: Process) -> str:
    return (await process.stdout.readline()).decode() if process.stdout else ""


async def _last_line(process: Process) -> str:
    """Read the sandbox's log to its end, so that it never blocks; return the last line, maybe its error."""
    last = b""
    while process.stderr and (line := await process.stderr.readline()):
        last = line
    return last.decode(errors="replace").strip()
