from __future__ import annotations

import re
from itertools import product

import pytest

from tests.ui.harness import hosted, screen_lines
from tui.actions import ActionWanted
from tui.domain.models import Account
from tui.domain.usage import Usage, UsageLevel
from tui.widgets.usage_gauge import UsageGauge


def account(used: int, limit: int | None = 2_500, plan: str = "starter") -> Account:
    return Account("you@example.com", plan, used, limit)


async def reading(of: Account | None, width: int, *, confirmed: bool = True) -> str:
    """What the gauge says on a screen of ``width`` cells, of which it takes at most half."""
    gauge = UsageGauge()
    async with hosted(gauge, size=(width, 1)) as (app, pilot):
        gauge.show(of, confirmed=confirmed)
        await pilot.pause()
        return screen_lines(app)[0].strip()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (120, "starter  █░░░░░░░░░ 150 / 2,500 · 94 % left"),
        (80, "█░░░░░░░░░ 150 / 2,500 · 94 % left"),
        (50, "150 / 2,500 · 94 % left"),
        (40, "150 / 2,500"),
        (20, "94 % left"),
        (10, ""),
    ],
)
async def test_it_shortens_step_by_step(width: int, expected: str) -> None:
    assert await reading(account(150), width) == expected


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (0, "starter  ░░░░░░░░░░ 0 / 2,500 · 100 % left"),
        (1, "starter  █░░░░░░░░░ 1 / 2,500 · 99 % left"),
        (2_000, "starter  ████████░░ ! 500 left · 2,000 / 2,500"),
        (2_462, "starter  █████████░ !! Only 38 left · 2,462 / 2,500"),
        (2_500, "starter  ██████████ Limit reached 2,500 / 2,500"),
        (2_600, "starter  ██████████ Limit reached 2,600 / 2,500"),
    ],
)
async def test_it_warns_in_words_and_shape(used: int, expected: str) -> None:
    assert await reading(account(used), 140) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (None, "150 messages used"),
        (0, "██████████ Limit reached 150 / 0"),
        (-5, "██████████ Limit reached 150 / 0"),
    ],
)
async def test_odd_limits_read_sensibly(limit: int | None, expected: str) -> None:
    assert await reading(account(150, limit, plan=""), 80) == expected


async def test_what_is_not_confirmed_is_marked() -> None:
    assert await reading(account(151), 40, confirmed=False) == "~151 / 2,500"


async def test_states_without_an_account() -> None:
    gauge = UsageGauge()
    async with hosted(gauge, size=(60, 1)) as (app, pilot):
        assert screen_lines(app)[0].strip() == "Loading usage…"
        gauge.show(None, confirmed=True)
        await pilot.pause()
        assert screen_lines(app)[0].strip() == "Usage unknown"
        await pilot.click(UsageGauge)
        assert len(app.heard(ActionWanted)) == 1


async def test_a_plan_from_the_network_is_text() -> None:
    assert await reading(account(150, plan="[/]\x1b[2J\u202egold"), 120) == (
        "[/][2Jgold  █░░░░░░░░░ 150 / 2,500 · 94 % left"
    )


async def test_no_number_is_ever_cut() -> None:
    gauge = UsageGauge()
    async with hosted(gauge, size=(80, 1)):
        for used, limit in product(
            (-10, 0, 7, 99_999, 2_000_000_000), (None, -10, 0, 8, 100_000, 2_100_000_000)
        ):
            usage = Usage(used, limit)
            numbers = (max(0, used), max(0, limit or 0), usage.left or 0, usage.percent_left or 0)
            gauge.show(account(used, limit), confirmed=True)
            for width in range(81):
                line = gauge.draw(width)
                assert line.cell_length <= width
                assert set(re.findall(r"[\d,]+", line.plain)) <= {f"{number:,}" for number in numbers}
                assert usage.level is not UsageLevel.REACHED or "Limit" in line.plain or width < 5
