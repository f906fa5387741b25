from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.retry_after import retry_after

NOW = datetime(2024, 1, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Mon, 15 Jan 2024 10:31:30 GMT", 90.0),
        ("Mon, 15 Jan 2024 10:31:30 -0000", 90.0),
        ("Mon, 15 Jan 2024 10:29:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 400, None),
        ("Mon, 99 Jan 2024 10:31:30 GMT", None),
    ],
)
def test_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@given(st.text() | st.from_regex(r"Mon, \d+ Jan \d{1,6} \d\d:\d\d:\d\d [+-]\d{4}", fullmatch=True))
def test_whatever_it_holds_is_a_time_or_none(header: str) -> None:
    seconds = retry_after(header, NOW)
    assert seconds is None or seconds >= 0
