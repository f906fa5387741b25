"""Result of a copy, and the sentence that reports it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Way(Enum):
    """How a text was copied, apart from the file."""

    TOOL = auto()
    """By a clipboard program of this machine."""
    TERMINAL = auto()
    """By an escape sequence to the terminal, which sends no confirmation."""
    FILE = auto()
    """By neither: it is too long to send to the terminal."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Result of a copy; ``length`` is in characters."""

    length: int
    way: Way
    by: str
    """The program that took it, such as ``xclip``; empty if none did."""
    file: str
    """Path of the file that holds it, as shown to a person; empty if it could not be written."""
    problem: str = ""
    """Why there is no file, as a sentence."""


def told(what: str, copied: Copied, marks: int) -> str:
    """Report the copy of ``what``, and that ``marks`` control or invisible characters were left out.

    Claims no more than is known: a terminal does not confirm that it took a text.
    """
    size = f"{copied.length:,} characters"
    match copied.way:
        case Way.TOOL:
            said = f"Copied {what} with {copied.by}, {size}."
        case Way.TERMINAL:
            through = f" through {copied.by}" if copied.by else ""
            also = f"; also in {copied.file}" if copied.file else ""
            said = f"Sent {what} to the terminal{through}, {size}{also}."
        case Way.FILE if copied.file:
            said = f"Wrote {what} to {copied.file}, {size}: too long to be sent to the terminal."
        case Way.FILE:
            said = f"Could not copy {what}, {size}: too long to be sent to the terminal."
    if copied.problem:
        said = f"{said} {copied.problem}"
    if marks:
        each = "mark is" if marks == 1 else "marks are"
        said = f"{said} {marks:,} control or invisible {each} left out."
    return said
