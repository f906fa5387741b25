"""Long pastes, which a person is asked about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.controllers.desk import Desk

ENTER_CAME_WITH_TEXT = "Enter came with other input: a new line. Press Enter again to send."


class Pasting:
    """Asks whether a long text is wanted in the composer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, text: str) -> None:
        """Have the person decide about a text that the composer was offered."""
        self._desk.step(self._ask, text)

    def say_enter_came_with_text(self) -> None:
        """Say at the first line end of a paste that came as keys what becomes of them."""
        self._desk.main.notice.show(ENTER_CAME_WITH_TEXT)

    async def _ask(self, text: str) -> None:
        from tui.screens.paste import PasteScreen

        wanted = await self._desk.app.push_screen_wait(PasteScreen(text))
        self._desk.main.composer.decide_paste(text if wanted else "")
