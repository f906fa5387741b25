"""Key event of a line end in a paste that arrives as if it were typed."""

from __future__ import annotations

from textual.events import Key


class EnterInText(Key):
    """Enter that more text follows in the same read from the terminal: it was pasted, not typed."""

    def __init__(self) -> None:
        super().__init__("enter", "\r")


EnterInText.handler_name = Key.handler_name
