"""Writing a message in the person's own editor."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.domain.faults import UserError

if TYPE_CHECKING:
    from tui.controllers.desk import Desk

_FALLBACK = "vi"
_NOT_FOR_EDITORS = "ASYNTAI_API_KEY"


class Editor:
    """Lends the terminal to ``$VISUAL`` or ``$EDITOR``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def edit(self, text: str) -> None:
        """Open the editor on the composer's text."""
        self._desk.work(self._edit(text), "editor")

    async def _edit(self, text: str) -> None:
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _FALLBACK
        # A folder of our own: only its owner can look into it, and it goes with all that the editor left.
        with tempfile.TemporaryDirectory(prefix="asyntai-tui-") as folder:
            file = Path(folder) / "message.md"
            file.write_text(text, encoding="utf-8")
            await self._run([*shlex.split(command), str(file)])
            written = file.read_text(encoding="utf-8", errors="replace")
        self._desk.main.composer.load(written.rstrip("\n"))

    async def _run(self, command: list[str]) -> None:
        environ = {name: value for name, value in os.environ.items() if name != _NOT_FOR_EDITORS}
        try:
            # Batched: answers that arrive meanwhile are not painted over the editor.
            with self._desk.app.suspend(), self._desk.app.batch_update():
                status = await asyncio.to_thread(subprocess.call, command, env=environ)
        except SuspendNotSupported:
            raise UserError("This terminal cannot be lent to an editor.") from None
        except OSError as error:
            raise UserError(
                f"The editor {command[0]} cannot be run: {error.strerror}. Set $EDITOR."
            ) from None
        self._desk.app.refresh(layout=True)
        if status:
            raise UserError(f"The editor {command[0]} ended with status {status}; the text is as it left it.")
