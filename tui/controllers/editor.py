"""Writing a message in an external editor."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.controllers.returning import Returned
from tui.domain.faults import UserError
from tui.settings.child import without_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tui.controllers.desk import Desk
    from tui.controllers.drafts import Drafts
    from tui.domain.models import Address
    from tui.store.manuscripts import Manuscript

_FALLBACK = "vi"
_WRITTEN = "What was written in the editor"


class Editor:
    """Suspends the client and runs ``$VISUAL`` or ``$EDITOR`` on the composer's text."""

    def __init__(self, desk: Desk, drafts: Drafts) -> None:
        self._desk = desk
        self._drafts = drafts

    def edit(self, text: str) -> None:
        """Open the editor on the composer's text."""
        self._desk.step(self._edit, text, self._desk.place.address)

    async def _edit(self, text: str, address: Address | None) -> None:
        command = _command()
        manuscript = self._desk.services.store.manuscripts.begin(text, address)
        with suppress(UserError):  # the editor's file holds the text
            await self._drafts.keep()
        try:
            await self._run(command, manuscript)
            written = manuscript.written()
        except UserError:
            manuscript.discard()
            raise
        await self._drafts.take_up(address, text, written)
        manuscript.discard()

    async def take_up_left(self) -> AsyncIterator[Returned]:
        """Restore what was written in an editor that an earlier run did not see end, as drafts."""
        for manuscript in self._desk.services.store.manuscripts.left():
            with suppress(UserError):  # then the next start tries it again
                written = manuscript.written()
                await self._drafts.take_up(manuscript.address, manuscript.before, written)
                manuscript.settle(written)
                if written != manuscript.before:
                    yield Returned(_WRITTEN, manuscript.address)

    async def _run(self, command: list[str], manuscript: Manuscript) -> None:
        try:
            # Batched: answers that arrive meanwhile are not painted over the editor. Nothing may be raised
            # inside: Textual resumes only after a normal exit.
            with self._desk.app.suspend(), self._desk.app.batch_update():
                (outcome,) = await asyncio.gather(_ended(command, manuscript), return_exceptions=True)
        except SuspendNotSupported:
            raise UserError("This terminal cannot be lent to an editor.") from None
        self._desk.app.refresh(layout=True)
        match outcome:
            case OSError():
                reason = outcome.strerror or "it cannot be started"
                raise UserError(f"The editor {command[0]} cannot be run: {reason}. Set $EDITOR.") from None
            case ValueError():
                raise UserError(f"The editor {command[0]} cannot be run. Set $EDITOR.") from None
            case BaseException():
                raise outcome
            case status if status > 0:
                raise UserError(f"The editor {command[0]} ended with status {status}; the text is as it was.")
            case _:
                pass


async def _ended(command: list[str], manuscript: Manuscript) -> int:
    """Run the editor, and return its exit status.

    When the client ends first, the editor gets SIGHUP and is not waited for: what it saves by then is
    restored at the next start.
    """
    lock = manuscript.lock()
    try:
        process = subprocess.Popen(  # noqa: S603, ASYNC220 - the person's own variable names it
            [*command, str(manuscript.file)], env=without_key(os.environ), pass_fds=(lock,)
        )
    finally:
        os.close(lock)
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def wait() -> None:
        status = process.wait()
        with suppress(RuntimeError):  # the event loop is closed
            loop.call_soon_threadsafe(lambda: ended.cancelled() or ended.set_result(status))

    Thread(target=wait, daemon=True).start()
    try:
        return await ended
    except asyncio.CancelledError:
        process.send_signal(signal.SIGHUP)
        raise


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
