"""The two ways of a conversation by lines: what is said, and what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import UserError

if TYPE_CHECKING:
    from tui.plain.printer import Printer
    from tui.plain.reader import LineReader, Typed

_YES, _NO = {"y", "yes"}, {"n", "no"}


class Console:
    """Says and asks. A script's lines are shown behind their labels, as a terminal shows what is typed."""

    def __init__(self, reader: LineReader, printer: Printer) -> None:
        self._reader = reader
        self._printer = printer
        self.is_terminal = reader.is_terminal
        """Whether a person types."""

    def say(self, text: str) -> None:
        """Write lines of a text that may be foreign."""
        self._printer.say(text)

    async def typed(self, label: str) -> Typed | None:
        """What is typed behind a label; ``None`` at the end of input."""
        self._printer.ask(label)
        typed = await self._reader.read()
        if typed is None:
            self._printer.end_line()
        elif not self.is_terminal:
            self._printer.say("\n".join(typed.lines))
        return typed

    def end_line(self) -> None:
        """Begin a line of its own, where something else may stand already."""
        self._printer.end_line()

    def interrupted(self) -> None:
        """Ctrl+C was pressed behind a label: the line is over, and what was typed is dropped."""
        self._reader.forget()
        self._printer.end_line()

    async def confirmed(self, question: str) -> bool:
        """Whether the person says yes; anything but a plain yes or no is asked again."""
        while True:
            typed = await self.typed(f"{question} y or n:")
            if typed is None:
                return False
            if (answer := yes_or_no(typed)) is not None:
                return answer

    async def secret(self, label: str) -> str:
        """A word that is typed unseen.

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
    """What is answered; ``None`` for anything that is not plainly one or the other."""
    word = " ".join(typed.lines).strip().lower()
    return True if word in _YES else False if word in _NO else None
