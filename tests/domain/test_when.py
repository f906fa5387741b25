from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tui.domain import when

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=5), "5m"),
        (timedelta(hours=23), "23h"),
        (timedelta(days=2), "2d"),
        (timedelta(days=30), "2 Feb"),
        (timedelta(days=368), "Mar 2025"),
        (timedelta(days=400), "Jan 2025"),
    ],
)
def test_ages_are_short(before: timedelta, words: str) -> None:
    assert when.ago(NOW - before, NOW) == words


def test_days_are_local_days() -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert when.clock(late) == "00:30"
    assert when.day(late, NOW) == "Today"
    assert when.day(late - timedelta(hours=1), NOW) == "Yesterday"
    assert when.day(datetime(2026, 2, 2, 12, tzinfo=UTC), NOW) == "Monday 2 February"
    assert when.day(datetime(2025, 2, 3, 12, tzinfo=UTC), NOW) == "Monday 3 February 2025"


@pytest.mark.parametrize(("seconds", "words"), [(0.83, "0.8 s"), (12.4, "12 s"), (125, "2 min 5 s")])
def test_durations(seconds: float, words: str) -> None:
    assert when.lasting(seconds) == words


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_do_not_crash(year: int) -> None:
    at = datetime(year, 12 if year > 1 else 1, 31 if year > 1 else 1, 23 if year > 1 else 0, tzinfo=UTC)
    assert when.clock(at)
    assert when.day(at, NOW)
    assert when.ago(at, NOW)
