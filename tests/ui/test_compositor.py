"""The main screen's compositor sends each widget its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tests.ui.harness import until
from tui.screens.compositor import FrugalCompositor

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class Part(Widget):
    def __init__(self) -> None:
        super().__init__()
        self.heights: list[int] = []

    def on_resize(self, event: events.Resize) -> None:
        self.heights.append(event.size.height)


class Main(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()
        self.part = Part()
        self.text = VerticalScroll(Static("line\n" * 50))

    def compose(self) -> ComposeResult:
        self.part.display, self.part.styles.height = False, 3
        yield self.part
        yield self.text


async def test_what_comes_into_view_is_told_of_its_size_though_its_place_was_asked_for_before() -> None:
    main = Main()

    class Host(App[None]):
        def get_default_screen(self) -> Screen[None]:
            return main

    async with Host().run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        main.text.scroll_to(
            y=7, animate=False
        )  # from here on, the map of regions is made when it is asked for
        await pilot.pause()
        assert main.part.heights == []
        main.part.display = True
        assert main.part.region.height > 0  # drawing the terminal's cursor asks for it too
        await until(lambda: main.part.heights == [main.part.size.height])
