"""When a message is tried again by itself, and when it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.backoff import JITTER, TRIES, WITHIN, Growth, Pace, retry_pause
from tui.domain.faults import Fault, FaultKind

GROWTH = Pace().retry


def fault(kind: FaultKind, *, taken: bool = False, retry_after: float | None = None) -> Fault:
    return Fault(kind, "Title", "Sentence.", "Remedy.", True, taken, retry_after=retry_after)


AWAY = fault(FaultKind.AWAY)


def pause(
    of: Fault = AWAY, *, tries: int = 1, elapsed: float = 0, growth: Growth = GROWTH, chance: float = 0
) -> float | None:
    return retry_pause(of, tries=tries, elapsed=elapsed, growth=growth, chance=chance)


def test_pauses_grow_up_to_their_longest() -> None:
    growth = Growth(1, longest=10)
    assert [growth.pause(number) for number in range(6)] == [1, 2, 4, 8, 10, 10]
    assert growth.pause(10**9) == 10


def test_the_pauses_between_tries_double() -> None:
    assert [pause(tries=tries) for tries in range(1, TRIES + 1)] == [2, 4, 8, 16, None]


@pytest.mark.parametrize("kind", FaultKind)
def test_only_what_passes_by_itself_and_was_surely_not_taken_is_tried_again(kind: FaultKind) -> None:
    passes = kind in {FaultKind.AWAY, FaultKind.TOO_MANY, FaultKind.REFUSED}
    assert (pause(fault(kind)) is not None) is passes
    assert pause(fault(kind, taken=True)) is None


@given(
    asked=st.none() | st.floats(0, 1000),
    tries=st.integers(1, 9),
    elapsed=st.floats(0, 1000),
    chance=st.floats(0, 1),
)
def test_the_service_is_never_undercut_and_two_minutes_are_never_exceeded(
    asked: float | None, tries: int, elapsed: float, chance: float
) -> None:
    away = fault(FaultKind.AWAY, retry_after=asked)
    found = pause(away, tries=tries, elapsed=elapsed, chance=chance)
    least = GROWTH.pause(tries - 1) if asked is None else asked
    if found is None:
        assert tries >= TRIES or elapsed + least * (1 + JITTER) > WITHIN
    else:
        assert tries < TRIES
        assert least <= found <= least * (1 + JITTER)
        assert elapsed + found <= WITHIN
