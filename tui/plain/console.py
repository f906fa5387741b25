"""Console: prints lines and reads what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import UserError

if TYPE_CHECKING:
    from tui.plain.printer import Printer
    from tui.plain.reader import LineReader, Typed

_YES, _NO = {"y", "yes"}, {"n", "no"}


class Console:
    """Prints and prompts; echoes lines that do not come from a terminal, which would show them itself."""

    def __init__(self, reader: LineReader, printer: Printer) -> None:
        self._reader = reader
        self._printer = printer
        self.is_terminal = reader.is_terminal
        """Whether the input is a terminal, with a person to answer prompts."""

    def say(self, text: str) -> None:
        """Print text, cleaned."""
        self._printer.say(text)

    async def typed(self, label: str) -> Typed | None:
        """Prompt with a label and return what is typed; ``None`` at the end of input."""
        self._printer.ask(label)
        typed = await self._reader.read()
        if typed is None:
            self._printer.end_line()
        elif not self.is_terminal:
            self._printer.say("\n".join(typed.lines))
        return typed

    def end_line(self) -> None:
        """End the current line."""
        self._printer.end_line()

    def interrupted(self) -> None:
        """End the prompt's line after Ctrl+C, and drop what was typed."""
        self._reader.forget()
        self._printer.end_line()

    async def confirmed(self, question: str) -> bool:
        """Ask a yes-or-no question until it is answered; the end of input is a no."""
        while True:
            typed = await self.typed(f"{question} y or n:")
            if typed is None:
                return False
            if (answer := yes_or_no(typed)) is not None:
                return answer

    async def secret(self, label: str) -> str:
        """Prompt for a word without echo.

        Raises:
            UserError: if the input ends.
        """
        with self._reader.hidden():
            self._printer.ask(label)
            typed = await self._reader.read()
        self._printer.end_line()
        if typed is None:
            raise UserError("No API key was entered.")
        return typed.lines[0].strip()


def yes_or_no(typed: Typed) -> bool | None:
    """Return the answer to a yes-or-no question; ``None`` if it is neither."""
    word = " ".join(typed.lines).strip().lower()
    return True if word in _YES else False if word in _NO else None
