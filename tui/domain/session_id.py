"""Session ids: make one, and check one that was typed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

PREFIX = "tui-"

LONGEST = 200
"""Maximum characters of a session id that a person may type."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, in ASCII order, so that ids sort as their numbers do."""


def _base32(number: int, length: int) -> str:
    digits: list[str] = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def new_session_id(now: datetime) -> str:
    """Make a session id: ``tui-``, milliseconds since 1970 and random bits, so that ids sort by age.

    The client makes it, not the server: if the connection broke before the first response, a server-made
    id would never be learned.
    """
    chance = int.from_bytes(os.urandom(7)) % 2**50
    return f"{PREFIX}{_base32(int(now.timestamp() * 1000), 10)}{_base32(chance, 10)}"


def could_be_session_id(text: str) -> bool:
    """Whether ``text`` may be a session id: one printable word of at most 200 characters.

    The API reference says only that it is a string, such as ``user_123``.
    """
    return 0 < len(text) <= LONGEST and text.isprintable() and not any(map(str.isspace, text))
