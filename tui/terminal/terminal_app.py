"""An app that uses its terminal beside drawing on it: title, bell, clipboard, mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import ReturnType

from tui.terminal.caret import caret_on
from tui.terminal.clean_app import CleanApp
from tui.terminal.driver import InputBroken, ThriftyDriver
from tui.terminal.key_order import KeyOrder

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual import events
    from textual.driver import Driver
    from textual.screen import Screen


class TerminalApp(CleanApp[ReturnType]):
    """An app that sends sequences to its terminal; without one, as in tests of widgets, it drops them."""

    def __init__(self, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.key_order = KeyOrder(self)

    async def on_event(self, event: events.Event) -> None:
        """Handle input events in the order in which they came."""
        for ready in self.key_order.ready(event):
            await super().on_event(ready)

    def push_screen(self, *args: Any, **options: Any) -> Any:
        """Push a screen; a step that waits for its result lets keys pass."""
        pushed = cast("Any", super().push_screen(*args, **options))  # pyright: ignore[reportUnknownMemberType]
        step = self.key_order.current_step
        if step is not None and options.get("wait_for_dismiss"):
            step.waits_for(pushed)
        return pushed

    @property
    def _terminal(self) -> ThriftyDriver | None:
        return self._driver if isinstance(self._driver, ThriftyDriver) else None

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Put the terminal's cursor at the caret after every frame."""
        caret = caret_on(self.screen) if self.screen_stack else None
        if caret is not None:
            self.cursor_position = caret
        if self._terminal is not None:
            self._terminal.caret.wanted = caret is not None
        super()._display(screen, renderable)  # pyright: ignore[reportUnknownMemberType]

    def on_input_broken(self, event: InputBroken) -> None:
        """End the client with the error of the input thread: no key would arrive any more.

        Raises:
            BaseException: always, the error of the thread that reads the input.
        """
        raise event.error

    def hold(self, text: str) -> None:
        """Set the text that a paste within the client inserts."""
        self._clipboard = text

    def tell_terminal(self, sequence: str) -> None:
        """Send an escape sequence that draws nothing; any thread may call it."""
        if self._terminal is not None:
            self._terminal.tell(sequence)

    def name_terminal(self, title: str) -> None:
        """Set the terminal's title."""
        if self._terminal is not None:
            self._terminal.tell(self._terminal.title.change(title))

    @property
    def reports_mouse(self) -> bool:
        """Whether the terminal reports the mouse; if not, it selects text itself."""
        return self._terminal is not None and self._terminal.reports_mouse

    @reports_mouse.setter
    def reports_mouse(self, wanted: bool) -> None:
        if self._terminal is not None:
            self._terminal.reports_mouse = wanted
