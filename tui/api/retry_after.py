"""Parse the ``Retry-After`` header."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile("[0-9]{1,9}")


def retry_after(header: str | None, now: datetime) -> float | None:
    """Parse ``Retry-After``, which holds seconds or an HTTP date, to seconds from ``now``; never below 0.

    ``None`` if the header is missing or neither.
    """
    text = (header or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        at = parsedate_to_datetime(text)
        aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        return max(0.0, (aware - now).total_seconds())
    except (ValueError, OverflowError):
        return None
