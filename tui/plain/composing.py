"""Composing a message from lines: continued by a backslash, typed with ``/long``, or pasted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.plain.console import yes_or_no

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.plain.console import Console
    from tui.plain.reader import Typed

_LABEL = "More:"
_SHOWN = 12
"""Most lines of a pasted text that are shown back."""
_KEYS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""Control characters, which arrow keys and the like leave in a line: terminals do not edit with them."""

_NO_CHARACTERS = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which the reader decodes bytes of another encoding to."""


class Composing:
    """Reads the further lines of a message, and asks whether a paste is meant as one."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def message(self, first: Typed) -> str:
        """Return the message that begins with these lines; empty if it is not to be sent.

        Raises:
            UserError: if it has control characters, or bytes of another encoding.
        """
        lines, together, cut = list(first.lines), len(first.lines) > 1, first.cut
        while lines[-1].endswith("\\"):
            lines[-1] = lines[-1][:-1]
            typed = await self._console.typed(_LABEL)
            if typed is None and self._console.is_terminal:
                return ""  # Ctrl+D, or the terminal is gone, in the middle of a message
            if typed is None:
                break
            lines += typed.lines
            together |= len(typed.lines) > 1
            cut |= typed.cut
        refuse_keys(lines)
        if together and "\n" in _joined(lines):
            return await self._agreed(lines)
        return await self._whole(lines, cut=cut)

    async def long_message(self) -> str:
        """Read a message of many lines, ended by a line with only a dot; empty if the input ends before.

        Raises:
            UserError: if it has control characters, or bytes of another encoding.
        """
        self._console.say("Type the message. A line with a dot alone sends it. Ctrl+C drops it.")
        lines: list[str] = []
        cut = False
        while not lines or lines[-1] != ".":
            typed = await self._console.typed(_LABEL)
            if typed is None:
                return ""
            lines += typed.lines
            cut |= typed.cut
        refuse_keys(lines)
        return await self._whole(lines[:-1], cut=cut)

    async def _whole(self, lines: list[str], *, cut: bool) -> str:
        """Return the lines as a message; if some text may be missing, ask first, and return empty for no."""
        if cut:
            self._console.say("A line is as long as a terminal takes: its end may be missing.")
            if not await self._console.confirmed("Send it as it is?"):
                return ""
        return _joined(lines)

    async def _agreed(self, lines: list[str]) -> str:
        """Ask whether pasted lines are one message; return it, or empty for no.

        An answer other than yes or no is taken for more of the paste.
        """
        while True:
            self._console.end_line()  # the paste may have ended without a line end
            self._console.say(f"{len(lines)} lines came at once:")
            self._console.say("\n".join(lines[:_SHOWN]))
            if len(lines) > _SHOWN:
                self._console.say(f"And {len(lines) - _SHOWN} more, to the last: {lines[-1]}")
            typed = await self._console.typed(f"Send these {len(lines)} lines as one message? y or n:")
            answer = False if typed is None else yes_or_no(typed)
            if typed is None or answer is not None:
                break
            lines += typed.lines
            refuse_keys(lines)
        if answer:
            return _joined(lines)
        self._console.say("Nothing was sent.")
        return ""


def refuse_keys(lines: Sequence[str]) -> None:
    """Check that lines have only text.

    Raises:
        UserError: if they have control characters, or bytes of another encoding.
    """
    if any(_NO_CHARACTERS.search(line) for line in lines):
        raise UserError("Not taken: there are bytes in it that are not of the terminal's encoding.")
    if any(_KEYS.search(line) for line in lines):
        raise UserError(
            "Not taken: there are keys in it that are no text, such as arrow keys. Type it again."
        )


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()
