"""Dialog that chooses one of a few texts, such as code blocks or links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content

from tui.domain.clean import one_line
from tui.screens.dialog import Dialog
from tui.widgets.row_list import RowList, RowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its index, from 0, and its text."""

    index: int
    text: str


class OptionRows(RowList[Option]):
    """List of options, one line each, numbered from 1."""

    def draw_row(self, item: Option, width: int, state: RowState) -> Sequence[Content]:
        """Draw the number, then the option."""
        number = Content(f"{item.index + 1:>2}  ").stylize(self.part("row-list--dim", state))
        return [number + item.text]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of options: each takes a line."""
        return len(self.items)


class ChooseScreen(Dialog[int | None]):
    """Asks for one of ``options``; the result is its index."""

    def __init__(self, title: str, options: Sequence[str]) -> None:
        super().__init__()
        self.title = one_line(title)
        self._options = options

    def box(self) -> Vertical:
        """Return the list of options."""
        return Vertical(OptionRows([Option(i, one_line(text)) for i, text in enumerate(self._options)]))

    @on(OptionRows.Selected)
    def choose(self, event: OptionRows.Selected[Option]) -> None:
        """End with the option's index."""
        self.dismiss(event.item.index)
