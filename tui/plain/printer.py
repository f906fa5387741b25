"""What the plain client writes: lines of text, and no character that acts on a terminal."""

from __future__ import annotations

from tui import output
from tui.domain.api_key import hide_keys
from tui.domain.clean import clean


class Printer:
    """Writes to standard output, each piece at once."""

    def say(self, text: str) -> None:
        """Write lines of a text that may be foreign."""
        self._write(f"{plain(text)}\n")

    def ask(self, label: str) -> None:
        """Write a label behind which the person types."""
        self._write(f"{plain(label)} ")

    def end_line(self) -> None:
        """End a line that was begun by a label."""
        self._write("\n")

    def _write(self, text: str) -> None:
        output.write(text)


def plain(text: str) -> str:
    """Return a text without keys, tabs, and whatever steers a terminal; line ends stay."""
    return clean(hide_keys(text)).expandtabs(4)
