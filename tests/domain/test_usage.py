from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.models import Account
from tui.domain.usage import Usage, UsageLevel, counted


@pytest.mark.parametrize(
    ("used", "limit", "level", "left"),
    [
        (150, 2500, UsageLevel.FINE, 2350),
        (1999, 2500, UsageLevel.FINE, 501),
        (2000, 2500, UsageLevel.WARN, 500),
        (2375, 2500, UsageLevel.ALERT, 125),
        (2500, 2500, UsageLevel.REACHED, 0),
        (2600, 2500, UsageLevel.REACHED, 0),
        (0, 0, UsageLevel.REACHED, 0),
        (7, None, UsageLevel.FINE, None),
    ],
)
def test_levels_follow_the_share_that_is_used(
    used: int, limit: int | None, level: UsageLevel, left: int | None
) -> None:
    usage = Usage(used, limit)
    assert usage.level is level
    assert usage.left == left


def test_the_share_left_is_never_rounded_up() -> None:
    assert Usage(1, 2500).percent_left == 99


@given(st.integers(), st.none() | st.integers())
def test_any_numbers_give_a_share_between_none_and_all(used: int, limit: int | None) -> None:
    assert 0 <= Usage(used, limit).fraction <= 1


def test_a_sent_message_counts_at_once() -> None:
    account = Account("you@example.com", "starter", 150, 2500)
    assert counted(account).messages_used == 151
    assert Usage.of(counted(account)).left == 2349
