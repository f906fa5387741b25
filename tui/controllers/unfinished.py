"""Text typed in a dialog and not accepted: saved when drafts are, and restored in the next dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.controllers.desk import Desk
    from tui.screens.writing import WritingDialog


class Unfinished:
    """Opens dialogs that ask for a text, and saves what is typed in them.

    A place names what a dialog is about, in words separated by spaces: the first is the kind of dialog.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = ""
        self._dialog: WritingDialog | None = None
        self._kept = ""

    async def ask(self, place: str, make: Callable[[str], WritingDialog], text: str) -> str | None:
        """Ask for a text: the dialog begins with what was left unfinished in its place, else with ``text``.

        What is typed stays on disk until :meth:`done`, which is called once the result is dealt with.
        """
        left = await self._desk.services.store.unfinished.get(place)
        self._kept = clean(left or text)
        self._place, self._dialog = place, make(self._kept)
        result = await self._desk.app.push_screen_wait(self._dialog)
        self._dialog = None
        return result

    async def done(self, place: str) -> None:
        """Delete what was saved for a place: its result is stored, or is not wanted."""
        await self._desk.services.store.unfinished.forget(place)

    async def keep(self) -> None:
        """Save what is typed in the open dialog.

        Raises:
            UserError: if it cannot be written.
        """
        dialog = self._dialog
        if dialog is None or not dialog.is_running:
            return
        typed = dialog.typed
        if typed != self._kept:
            await self._desk.services.store.unfinished.put(self._place, typed)
            self._kept = typed
