"""SGR styles: what they are made of, and the shortest sequence from one to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
"""SGR attributes that are visible on a space: underline, reverse, strike, double underline, overline."""


class Pen(NamedTuple):
    """An SGR state in its parts, so that only what differs is sent."""

    attributes: frozenset[str]
    foreground: str
    background: str


@lru_cache(maxsize=4096)
def _pen(style: str) -> Pen:
    attributes: set[str] = set()
    foreground = background = ""
    numbers = iter(style.split(";") if style else ())
    for number in numbers:
        if number in {"38", "48"}:
            kind = next(numbers, "5")
            count = 3 if kind == "2" else 1
            color = ";".join([number, kind, *(next(numbers, "0") for _ in range(count))])
            if number == "38":
                foreground = color
            else:
                background = color
        elif number.isdigit() and (30 <= int(number) <= 37 or 90 <= int(number) <= 97):
            foreground = number
        elif number.isdigit() and (40 <= int(number) <= 47 or 100 <= int(number) <= 107):
            background = number
        elif number in {"", "0"}:
            attributes.clear()
            foreground = background = ""
        elif number == "39":
            foreground = ""
        elif number == "49":
            background = ""
        else:
            attributes.add(number)
    return Pen(frozenset(attributes), foreground, background)


@lru_cache(maxsize=4096)
def blank_style(style: str) -> str:
    """Return the style of a space: its background alone, unless an attribute is visible on it."""
    pen = _pen(style)
    return style if pen.attributes & _SEEN_ON_BLANKS else pen.background


@lru_cache(maxsize=4096)
def is_ground(style: str) -> bool:
    """Whether a space in a style shows its background alone."""
    return not _pen(style).attributes & _SEEN_ON_BLANKS


@lru_cache(maxsize=4096)
def on_ground(style: str, ground: str) -> str:
    """Return the style nearest to ``style`` in which blanks look as in ``ground``."""
    pen, wanted = _pen(style), _pen(ground)
    if (pen.attributes | wanted.attributes) & _SEEN_ON_BLANKS:
        return ground
    return ";".join(filter(None, [*sorted(pen.attributes), pen.foreground, wanted.background]))


@lru_cache(maxsize=4096)
def change(before: str, after: str) -> str:
    """Return the shortest SGR sequence from one style to another."""
    old, new = _pen(before), _pen(after)
    if old == new:
        return ""
    whole = ";".join(filter(None, ["0", *sorted(new.attributes), new.foreground, new.background]))
    # Attributes are never taken away one by one: a reset with all of the new style is sent then.
    if old.attributes <= new.attributes:
        parts = sorted(new.attributes - old.attributes)
        if new.foreground != old.foreground:
            parts.append(new.foreground or "39")
        if new.background != old.background:
            parts.append(new.background or "49")
        if len(least := ";".join(parts)) < len(whole):
            return f"\x1b[{least}m"
    return f"\x1b[{'' if whole == '0' else whole}m"
