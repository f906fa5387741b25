"""The ids of sessions that this client starts."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

PREFIX = "tui-"

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, in ASCII order, so that ids sort as their numbers do."""


def _base32(number: int, length: int) -> str:
    digits: list[str] = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def new_session_id(now: datetime | None = None) -> str:
    """Make a session id: ``tui-``, then milliseconds since 1970 and chance, so that ids sort by age.

    The client makes it, not the server: were the connection to break before the first answer, a
    server-made id would never be learned.
    """
    moment = now or datetime.now(UTC)
    return f"{PREFIX}{_base32(int(moment.timestamp() * 1000), 10)}{_base32(secrets.randbits(50), 10)}"
