"""Format times for display: short and in local time; the current time is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def local(at: datetime) -> datetime:
    """Convert ``at`` to local time; the first and last day of the calendar stay in UTC."""
    try:
        return at.astimezone()
    except (OverflowError, ValueError):
        return at


def ago(at: datetime, now: datetime) -> str:
    """Format how long ago ``at`` was in at most 8 cells: ``now``, ``5m``, ``3h``, ``2d``, then the date.

    The date is ``3 Mar``, or ``Mar 2025`` in another year.
    """
    seconds = (now - at).total_seconds()
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)}h"
    if seconds < 7 * _DAY:
        return f"{int(seconds // _DAY)}d"
    there, here = local(at), local(now)
    return f"{there.day} {there:%b}" if there.year == here.year else f"{there:%b} {there.year}"


def clock(at: datetime) -> str:
    """Format the local time of day, as ``14:05``."""
    return f"{local(at):%H:%M}"


def day(at: datetime, now: datetime) -> str:
    """Format the local day: ``Today``, ``Yesterday`` or ``Monday 3 March``, with the year if not this one."""
    there, here = local(at), local(now)
    days = (here.date() - there.date()).days
    if days == 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    name = f"{there:%A} {there.day} {there:%B}"
    return name if there.year == here.year else f"{name} {there.year}"


def lasting(seconds: float) -> str:
    """Format a duration: ``0.8 s``, ``12 s``, ``2 min 5 s``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole} s" if whole < _MINUTE else f"{whole // _MINUTE} min {whole % _MINUTE} s"
