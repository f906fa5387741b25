"""What is said of a text that was copied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Way(Enum):
    """How a text left the client, beside the file."""

    TOOL = auto()
    """A clipboard program of this machine has it."""
    TERMINAL = auto()
    """It was sent to the terminal, which does not answer."""
    FILE = auto()
    """Not at all: it is too long to be sent."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was done with a text; ``length`` is in characters."""

    length: int
    way: Way
    by: str
    """The program that took it, such as ``xclip``; empty where none did."""
    file: str
    """The file that has it, as a person writes its path; empty where that could not be written."""
    problem: str = ""
    """Why there is no file, as a sentence."""


def told(what: str, copied: Copied, marks: int) -> str:
    """Say what was done with ``what``, and that ``marks`` characters of where it is from are left out.

    Never more than is known: a terminal does not say whether it took a text.
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
