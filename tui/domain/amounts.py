"""Amounts in words."""

from __future__ import annotations


def messages(count: int) -> str:
    """A number of messages."""
    return "1 message" if count == 1 else f"{count:,} messages"
