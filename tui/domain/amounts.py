"""Format counts for display."""

from __future__ import annotations


def messages(count: int) -> str:
    """Format a number of messages, as ``1 message`` or ``1,200 messages``."""
    return "1 message" if count == 1 else f"{count:,} messages"
