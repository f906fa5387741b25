"""Output of the plain client: lines of text without control characters."""

from __future__ import annotations

from tui import output
from tui.domain.api_key import hide_keys
from tui.domain.clean import clean


class Printer:
    """Writes to standard output, flushing each piece."""

    def say(self, text: str) -> None:
        """Print text, cleaned."""
        self._write(f"{plain(text)}\n")

    def ask(self, label: str) -> None:
        """Print the label of a prompt."""
        self._write(f"{plain(label)} ")

    def end_line(self) -> None:
        """End the line of a prompt."""
        self._write("\n")

    def _write(self, text: str) -> None:
        output.write(text)


def plain(text: str) -> str:
    """Return a text with keys hidden, tabs expanded and control characters removed; line ends stay."""
    return clean(hide_keys(text)).expandtabs(4)
