"""The baseline of a start: a Textual app with a header, a label and a footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Footer, Header, Label

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Bare(App[None]):
    """Shows a word, and another one at the first key."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Label("ready")
        yield Footer()

    def on_key(self) -> None:
        self.query_one(Label).update("pressed")


if __name__ == "__main__":
    Bare().run()
