"""What is typed in a dialog and not accepted: on disk as soon as a draft is, and there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.controllers.desk import Desk
    from tui.screens.writing import WritingDialog


class Unfinished:
    """Opens dialogs in which words are typed, and keeps what is typed there.

    A place is what a dialog is about, as words: the first is the kind of dialog.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = ""
        self._dialog: WritingDialog | None = None
        self._kept = ""

    async def ask(self, place: str, make: Callable[[str], WritingDialog], text: str) -> str | None:
        """Ask for a text: the dialog begins with what was left unfinished there, else with ``text``.

        What is typed is kept until :meth:`done`, so that what becomes of the result comes first.
        """
        left = await self._desk.services.store.unfinished.get(place)
        self._kept = clean(left or text)
        self._place, self._dialog = place, make(self._kept)
        result = await self._desk.app.push_screen_wait(self._dialog)
        self._dialog = None
        return result

    async def done(self, place: str) -> None:
        """Let go of what was typed in a place: it is where it belongs, or is not wanted."""
        await self._desk.services.store.unfinished.forget(place)

    async def keep(self) -> None:
        """Put what is typed in the open dialog on disk.

        Raises:
            UserError: if the store does not take it.
        """
        dialog = self._dialog
        if dialog is None or not dialog.is_running:
            return
        typed = dialog.typed
        if typed != self._kept:
            await self._desk.services.store.unfinished.put(self._place, typed)
            self._kept = typed
