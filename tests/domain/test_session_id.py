from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.domain.session_id import new_session_id

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_ids_sort_by_the_time_they_were_made() -> None:
    ids = [new_session_id(NOW + timedelta(milliseconds=step)) for step in range(0, 5_000, 50)]
    assert ids == sorted(ids)


def test_two_ids_of_one_moment_differ() -> None:
    assert len({new_session_id(NOW) for _ in range(1000)}) == 1000


def test_ids_say_who_made_them_and_need_no_escaping() -> None:
    made = new_session_id(NOW)
    assert made.startswith("tui-")
    assert made.replace("-", "").isalnum()
    assert made.isascii()
