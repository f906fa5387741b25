"""Pauses are as long as they were meant to be, whatever is done to this machine's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tui.domain.backoff import WITHIN
from tui.domain.models import Message, MessageState, Role
from tui.services.pauses import Pauses

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Clocks:
    """The wall clock, which a person may set, and the monotonic one."""

    def __init__(self) -> None:
        self.wall = NOON
        self.ticked = 1000.0

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.ticked += seconds

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticked

    def pauses(self) -> Pauses:
        return Pauses(self)


def waiting(seconds: float) -> Message:
    at = NOON + timedelta(seconds=seconds)
    return Message(1, "s", Role.USER, "one", NOON, MessageState.QUEUED, retry_at=at)


@pytest.mark.parametrize("set_by", [-DAY, timedelta(seconds=-60), timedelta(0), DAY])
def test_a_clock_that_is_set_changes_no_pause_that_has_begun(set_by: timedelta) -> None:
    clocks = Clocks()
    pauses, message = clocks.pauses(), waiting(8)
    pauses.begin(message, 8)
    clocks.pass_by(3)
    clocks.wall += set_by
    assert pauses.left(message) == 5
    clocks.pass_by(5)
    assert pauses.left(message) == 0


@pytest.mark.parametrize(("seconds", "left"), [(-5, 0), (8, 8), (86_400, WITHIN), (10 * 86_400, WITHIN)])
def test_at_a_start_the_stored_time_is_read_once_and_for_no_more_than_the_longest_pause(
    seconds: float, left: float
) -> None:
    clocks = Clocks()
    pauses, message = clocks.pauses(), waiting(seconds)
    assert pauses.left(message) == left
    clocks.wall -= DAY
    clocks.ticked += left
    assert pauses.left(message) == 0


def test_the_next_pause_of_a_message_is_another_one() -> None:
    clocks = Clocks()
    pauses, message = clocks.pauses(), waiting(8)
    assert pauses.left(message) == 8
    pauses.end(message)
    again = replace(message, retry_at=NOON + timedelta(seconds=20))
    assert pauses.left(again) == 20
    assert pauses.left(replace(message, retry_at=None)) == 0
