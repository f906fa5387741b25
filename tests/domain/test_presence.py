from __future__ import annotations

from tui.domain.presence import AWAY_AFTER, Presence


def test_where_no_focus_is_told_who_types_nothing_for_a_while_is_away() -> None:
    presence = Presence(100.0)
    assert not presence.is_away(100.0 + AWAY_AFTER - 1)
    assert presence.is_away(100.0 + AWAY_AFTER)
    presence.noticed(200.0)
    assert not presence.is_away(201.0)


def test_where_it_is_told_only_that_counts() -> None:
    presence = Presence(100.0)
    presence.missed()
    assert presence.is_away(100.0)
    presence.noticed(101.0)
    assert not presence.is_away(101.0 + 10 * AWAY_AFTER)
