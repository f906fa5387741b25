"""An app that speaks with its terminal beside drawing on it: title, bell, clipboard, mouse."""

from __future__ import annotations

from textual.app import ReturnType

from tui.terminal.clean_app import CleanApp
from tui.terminal.driver import ThriftyDriver


class TerminalApp(CleanApp[ReturnType]):
    """Where there is no terminal, as in tests of widgets, it speaks to nobody."""

    @property
    def _terminal(self) -> ThriftyDriver | None:
        return self._driver if isinstance(self._driver, ThriftyDriver) else None

    def hold(self, text: str) -> None:
        """Keep a text for pastes within the client."""
        self._clipboard = text

    def tell_terminal(self, sequence: str) -> None:
        """Send an escape sequence that changes nothing of what is drawn; any thread may."""
        if self._terminal is not None:
            self._terminal.tell(sequence)

    def name_terminal(self, title: str) -> None:
        """Have ``title`` as the terminal's title."""
        if self._terminal is not None:
            self._terminal.tell(self._terminal.title.change(title))

    @property
    def reports_mouse(self) -> bool:
        """Whether the mouse is the client's; if not, the terminal selects text itself."""
        return self._terminal is not None and self._terminal.reports_mouse

    @reports_mouse.setter
    def reports_mouse(self, wanted: bool) -> None:
        if self._terminal is not None:
            self._terminal.reports_mouse = wanted
