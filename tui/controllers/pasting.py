"""Long pastes, which a person is asked about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk


class Pasting:
    """Asks whether a long text is wanted in the composer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, text: str) -> None:
        """Have the person decide about a text that the composer was offered."""
        self._desk.step(self._ask, text)

    async def _ask(self, text: str) -> None:
        from tui.screens.paste import PasteScreen

        wanted = await self._desk.app.push_screen_wait(PasteScreen(text))
        self._desk.main.composer.decide_paste(text if wanted else "")
