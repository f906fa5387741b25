from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.domain.reveal import LONGEST, duration, revealed

cells = st.integers(0, 10**7)
seconds = st.floats(0, 10, allow_nan=False)


@given(cells)
def test_any_reply_is_whole_within_the_longest_time(count: int) -> None:
    assert duration(count) <= LONGEST
    assert revealed(count, LONGEST) == count


@given(cells, seconds, seconds)
def test_what_was_shown_stays_shown(count: int, earlier: float, later: float) -> None:
    early, late = sorted((earlier, later))
    assert 0 <= revealed(count, early) <= revealed(count, late) <= count
