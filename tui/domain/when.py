"""Times in words: short, local, and without a clock of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def ago(at: datetime, now: datetime) -> str:
    """Say how long ago ``at`` was in at most 6 cells: ``now``, ``5m``, ``3h``, ``2d``, then the date."""
    seconds = (now - at).total_seconds()
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)}h"
    if seconds < 7 * _DAY:
        return f"{int(seconds // _DAY)}d"
    local, here = at.astimezone(), now.astimezone()
    return f"{local.day} {local:%b}" if local.year == here.year else f"{local:%b %y}"


def clock(at: datetime) -> str:
    """The local time of day, as ``14:05``."""
    return f"{at.astimezone():%H:%M}"


def day(at: datetime, now: datetime) -> str:
    """Name the local day: ``Today``, ``Yesterday``, else ``Monday 3 March``, the year too if not this one."""
    local, here = at.astimezone(), now.astimezone()
    days = (here.date() - local.date()).days
    if days == 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    name = f"{local:%A} {local.day} {local:%B}"
    return name if local.year == here.year else f"{name} {local.year}"


def lasting(seconds: float) -> str:
    """Say a duration: ``0.8 s``, ``12 s``, ``2 min 5 s``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole} s" if whole < _MINUTE else f"{whole // _MINUTE} min {whole % _MINUTE} s"
