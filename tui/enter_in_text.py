"""The line end of a paste that comes as if it were typed."""

from __future__ import annotations

from textual.events import Key


class EnterInText(Key):
    """An Enter with text behind it in the same read from the terminal: a hand types one key at a time."""

    def __init__(self) -> None:
        super().__init__("enter", "\r")


EnterInText.handler_name = Key.handler_name
