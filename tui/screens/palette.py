"""The command palette, with the client's own line to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import CommandInput, CommandList, CommandPalette
from textual.containers import Horizontal, Vertical
from textual.widgets import LoadingIndicator

from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PaletteField(CommandInput, TextField):
    """What narrows the commands: its cursor, its characters and its pastes are those of every field."""


class PaletteScreen(CommandPalette):
    """Finds any action by name."""

    def compose(self) -> ComposeResult:
        """Lay it out as Textual does, whose style sheet goes by these names."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield PaletteField(placeholder="Search for commands…")
            with Vertical(id="--results"):
                yield CommandList()
                yield LoadingIndicator()
