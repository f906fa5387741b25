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
from tui.paths import PRIVATE_FILE
from tui.settings.child import without_key

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.domain.models import Address

_FALLBACK = "vi"


class Editor:
    """Lends the terminal to ``$VISUAL`` or ``$EDITOR``."""

    def __init__(self, desk: Desk, drafts: Drafts) -> None:
        self._desk = desk
        self._drafts = drafts

    def edit(self, text: str) -> None:
        """Open the editor on the composer's text."""
        self._desk.step(self._edit, text, self._desk.place.address)

    async def _edit(self, text: str, address: Address | None) -> None:
        command = _command()
        # A folder of our own: only its owner can look into it, and it goes with all that the editor left.
        with tempfile.TemporaryDirectory(prefix="asyntai-tui-") as folder:
            file = Path(folder) / "message.md"
            file.touch(PRIVATE_FILE)
            file.write_text(text, encoding="utf-8")
            await self._run([*command, str(file)])
            try:
                written = file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                raise UserError("The editor left no file behind; the text is as it was.") from None
        await self._drafts.put(address, written.rstrip("\n"))

    async def _run(self, command: list[str]) -> None:
        environ = without_key(os.environ)
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
            raise UserError(f"The editor {command[0]} ended with status {status}; the text is as it was.")


def _command() -> list[str]:
    """The person's editor and its arguments.

    Raises:
        UserError: if the variable that names it cannot be read as a command.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _FALLBACK
    try:
        return shlex.split(named) or [_FALLBACK]
    except ValueError:
        raise UserError(f"The editor's command {named} has an open quotation mark. Set $EDITOR.") from None
