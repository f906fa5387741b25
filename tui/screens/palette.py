"""The command palette, with the client's own text field."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.command import CommandInput, CommandList, CommandPalette
from textual.containers import Horizontal, Vertical
from textual.widgets import LoadingIndicator

from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class PaletteField(CommandInput, TextField):
    """The palette's field: cursor, graphemes and pastes work as in every ``TextField``.

    Textual's palette takes a command when its field is submitted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", show=False)]


class PaletteScreen(CommandPalette):
    """Finds any action by name."""

    def compose(self) -> ComposeResult:
        """Lay it out as Textual does: its style sheet uses these ids."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield PaletteField(placeholder="Search for commands…")
            with Vertical(id="--results"):
                yield CommandList()
                yield LoadingIndicator()
