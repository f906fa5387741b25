"""What the program may write to a terminal, byte for byte."""

from __future__ import annotations

import re

from tests.support.hostile_text import STEERS

MODES = "7|25|1000|1003|1004|1006|1015|1049|2004|2026|2031|2048"
"""Private modes: wrapping, cursor, mouse, focus, other screen, paste, whole updates, ground, resizing."""

ALLOWED = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<steps>\d*)[ABCD]|\x1b\[\d+X"
    r"|\x1b\[(?P<sgr>[\d;]*)m"
    rf"|\x1b\[\?(?:{MODES})[hl]|\x1b\[\?(?:2026|2048)\$p"
    r"|\x1b\[>\d+u|\x1b\[\?u|\x1b\[<u"  # the Kitty keyboard protocol, asked for and left
    r"|\x1b\]11;\?\x07"  # the ground's colour, asked for
    r"|\x1b\[2[23];2t|\x1b\]2;[^\x00-\x1f\x7f-\x9f]*\x07"  # the title, put away, set and given back
    r"|\x1b\]8;id=[\da-f]+;(?:https?://|mailto:)[!-~]*\x1b\\|\x1b\]8;;\x1b\\"  # an address, and its end
    r"|\x1b\]22;default\x07"  # the shape of the mouse pointer
)
"""Every sequence that Textual's driver and the program's own thrift write."""

ATTRIBUTES = {"", "0", "1", "2", "3", "4", "7", "9", "39", "49"}
CLIPBOARD = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def forbidden(text: str, columns: int, rows: int) -> list[str]:
    """Everything in what was written that is neither such a sequence nor text that only shows."""
    found: list[str] = []

    def judge(match: re.Match[str]) -> str:
        row, column, sgr = match["row"], match["column"], match["sgr"]
        if row is not None and not (1 <= int(row) <= rows and 1 <= int(column) <= columns):
            found.append(match.group())
        if sgr is not None and not _is_known(sgr):
            found.append(match.group())
        return ""

    rest = ALLOWED.sub(judge, text)
    return found + [rest[max(0, m.start() - 20) : m.end() + 20] for m in STEERS.finditer(rest)]


def _is_known(sgr: str) -> bool:
    """Whether a style is made of the attributes and colours that the program uses."""
    numbers = iter(sgr.split(";"))
    for number in numbers:
        if number in {"38", "48"}:
            colour = [next(numbers, "")]
            colour += [next(numbers, "") for _ in range(3 if colour == ["2"] else 1)]
            if not all(part.isdigit() and int(part) < 256 for part in colour):
                return False
        elif number not in ATTRIBUTES:
            return False
    return True
