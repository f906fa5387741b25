"""The terminal's answer to what its ground is, taken out of what is typed.

Textual knows no such answer: it would come to the composer as typed text. It may come late over a slow
line, in the middle of typing, and in pieces.
"""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

ASK_GROUND = "\x1b]11;?\x07"
"""OSC 11: the terminal answers with its ground's colour, or not at all."""
FOLLOW, UNFOLLOW = "\x1b[?2031h", "\x1b[?2031l"
"""Mode 2031: the terminal tells whenever it changes between dark and light (``CSI ? 997 ; 1|2 n``)."""

PATIENCE = 10.0
"""Seconds after a question for which the first piece of an answer is told from the Escape key."""

_ANSWER = re.compile(
    r"\x1b\]11;(?:rgba?:(?P<rgb>[\da-fA-F]{1,4}/[\da-fA-F]{1,4}/[\da-fA-F]{1,4})(?:/[\da-fA-F]{1,4})?"
    r"|#(?P<hex>[\da-fA-F]{6}))(?:\x07|\x1b\\)"
    r"|\x1b\[\?997;(?P<mode>[12])n"
)
_BEGUN = re.compile(
    r"\x1b(?:\]1(?:1(?:;[rgba:#\da-fA-F/]{0,30}\x1b?)?)?|\[\?9(?:97?(?:;[12]?)?)?)\Z",
)
"""The first piece of an answer, which no key sends."""
_MAY_BE_BEGUN = re.compile(r"\x1b\]?\Z")
"""The first piece of an answer, or Escape, or Alt and a bracket."""


class Ground(Message):
    """The terminal tells whether its ground is light."""

    def __init__(self, *, light: bool) -> None:
        super().__init__()
        self.light = light


class Answers:
    """Takes answers out of the input. ``tell`` hears of each whether the ground is light."""

    def __init__(self, tell: Callable[[bool], object]) -> None:
        self._tell = tell
        self._held = ""
        self._expected_until = 0.0

    def expect(self) -> None:
        """A question was sent."""
        self._expected_until = monotonic() + PATIENCE

    def take_out(self, data: str) -> str:
        """Return what is not an answer; what may be the first piece of one is held until more comes."""
        data = _ANSWER.sub(self._heard, self._held + data)
        begun = _BEGUN.search(data)
        if begun is None and monotonic() < self._expected_until:
            begun = _MAY_BE_BEGUN.search(data)
        self._held = begun.group() if begun else ""
        return data[: begun.start()] if begun else data

    def idle(self) -> str:
        """Nothing more has come for a moment: give back what was typed after all."""
        typed = self._held if _MAY_BE_BEGUN.fullmatch(self._held) else ""
        self._held = self._held[len(typed) :]
        return typed

    def _heard(self, answer: re.Match[str]) -> str:
        self._expected_until = 0.0
        self._tell(answer["mode"] == "2" if answer["mode"] else _is_light(answer))
        return ""


def _is_light(answer: re.Match[str]) -> bool:
    parts = re.findall("..", answer["hex"]) if answer["hex"] else answer["rgb"].split("/")
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5
