"""What a window of the session shows of a message in doubt, and what follows."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_transcript_merge import (
    ASKED,
    BOT,
    CHANGED,
    LOCAL,
    OURS,
    SEEN,
    UNSURE,
    USER,
    asked,
    at,
    stored,
    told,
)
from tui.domain.known import Known
from tui.domain.models import WINDOW_LIMIT
from tui.domain.reconcile import SIGHTS_NEEDED, Sight, Verdict, is_whole, judge, look_until, sight
from tui.domain.transcript_merge import merge

if TYPE_CHECKING:
    from tui.domain.models import RemoteMessage

MINE = 99
LIMIT = 4
DAY = 86_400


def mine(seconds: float) -> Known:
    return stored("mine", seconds, UNSURE, MINE)


def seen_of_it(known: list[Known], window: list[RemoteMessage], limit: int = LIMIT) -> Sight:
    entries = merge(known, window, limit=limit)
    return sight(entries, MINE, whole=len(window) < limit)


OLD = [stored("a", 1), stored("A", 2)]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ([told("a", 1), told("A", 2), told("mine", 10), told("MINE", 11)], Sight.ANSWERED),
        ([told("mine", 10), told("MINE", 11)], Sight.ANSWERED),
        ([told("a", 1), told("A", 2), told("mine", 10)], Sight.TAKEN),
        ([told("a", 1), told("A", 2), told("mine", 10), told("b", 12)], Sight.TAKEN),
        ([told("a", 1), told("A", 2)], Sight.ABSENT),
        ([], Sight.SILENT),
        ([told("a", 1)], Sight.SILENT),
        ([told("a", 1), told("A", 2), told("other", 12)], Sight.SILENT),
        ([told("a", 1), told("A", 2), told("UNASKED", 12)], Sight.SILENT),
    ],
)
def test_a_short_session_tells_all(window: list[RemoteMessage], expected: Sight) -> None:
    assert seen_of_it([*OLD, mine(10)], window) is expected


def test_a_clock_that_differs_hides_nothing() -> None:
    for skew in (-14 * 3600, -90, 90, 14 * 3600):
        window = [told("a", 1), told("A", 2), told("mine", DAY + skew), told("MINE", DAY + 1 + skew)]
        assert seen_of_it([*OLD, mine(DAY)], window) is Sight.ANSWERED


def test_the_same_question_asked_before_is_another_one() -> None:
    before = [stored("mine", 1), stored("MINE", 2)]
    assert seen_of_it([*before, mine(10)], [told("mine", 1), told("MINE", 2)]) is Sight.ABSENT
    ours = [stored("mine", 1, OURS), stored("MINE", 2, OURS)]
    assert seen_of_it([*ours, mine(4)], [told("mine", 3), told("MINE", 3)]) is Sight.ABSENT


def test_what_waits_behind_it_says_nothing() -> None:
    known = [*OLD, mine(10), stored("next", 11, LOCAL), stored("failed", 12, LOCAL)]
    window = [told("mine", 10), told("MINE", 20)]
    assert seen_of_it(known, window) is Sight.ANSWERED


def test_the_last_messages_of_a_long_session_tell_of_it_if_they_are_known_to_be_the_last() -> None:
    known = [stored(text, number) for number, text in enumerate("abcde")]
    last = [told(text, number + 1) for number, text in enumerate("bcde")]
    assert seen_of_it([*known, mine(50)], last) is Sight.ABSENT
    assert seen_of_it([*known[1:], mine(50)], last) is Sight.SILENT, "it may be the beginning"


def test_the_first_messages_of_a_long_session_say_nothing_of_its_end() -> None:
    known = [stored(text, number) for number, text in enumerate("abcde")]
    first = [told(text, number) for number, text in enumerate("abcd")]
    assert seen_of_it([*known, mine(50)], first) is Sight.SILENT


def test_a_window_of_the_end_that_begins_behind_it_says_nothing() -> None:
    known = [stored("a", 1), mine(50)]
    window = [told(text, 1000 + number) for number, text in enumerate("wxyz")]
    assert seen_of_it(known, window) is Sight.SILENT
    assert seen_of_it([*known, stored("w", 1000)], window) is Sight.SILENT


def test_a_window_around_its_place_tells_of_it() -> None:
    known = [*OLD, mine(50)]
    around = [told("a", 1), told("A", 2), told("y", DAY), told("z", DAY + 1)]
    assert seen_of_it(known, around) is Sight.SILENT, "one of them may be it, in other words"
    later = [*known, stored("c", 90, OURS, MINE + 1), stored("C", 91, OURS, MINE + 2)]
    around = [told("a", 1), told("A", 2), told("c", 95), told("C", 95)]
    assert seen_of_it(later, around) is Sight.ABSENT
    assert seen_of_it(later, [*around[:2], told("x", 92), told("x", 93), *around[2:]], 9) is Sight.SILENT


def test_what_the_service_told_of_since_may_be_it_however_often_one_looks() -> None:
    since = Known(MINE + 1, USER, "in other words", at(12), SEEN, foreign=True)
    reply = Known(MINE + 2, BOT, "SURE", at(12), SEEN, foreign=True)
    window = [told("a", 1), told("A", 2), told("in other words", 12), told("SURE", 12)]
    assert seen_of_it([*OLD, mine(10), since, reply], window, 9) is Sight.SILENT
    assert seen_of_it([*OLD, since, reply, mine(10)], window, 9) is Sight.SILENT
    before = Known(3, USER, "in other words", at(12), SEEN, foreign=True)
    assert seen_of_it([*OLD, before, reply, mine(10)], window, 9) is Sight.ABSENT, "it was there before"


@pytest.mark.parametrize("given", [1, 10, 20, 25, 30, 50, 64])
def test_a_service_that_gives_fewer_than_it_is_asked_for_does_not_show_the_end(given: int) -> None:
    known = [stored(f"m{number}", number) for number in range(given)]
    window = [told(f"m{number}", number) for number in range(given)]
    entries = merge([*known, mine(5000)], window)
    assert sight(entries, MINE, whole=is_whole(len(window), WINDOW_LIMIT)) is Sight.SILENT
    more = [*known, stored("more", 4000), stored("MORE", 4001)]
    assert sight(merge([*more, mine(5000)], window), MINE, whole=True) is Sight.SILENT, "it lacks two"


@pytest.mark.parametrize("skew", [-40 * 3600, -16 * 3600, 0, 16 * 3600, 40 * 3600])
def test_no_clock_makes_a_message_seem_absent(skew: float) -> None:
    told_now = [told("mine", DAY + skew), told("MINE", DAY + skew)]
    known = [stored("a", 1), stored("A", 2), mine(DAY)]
    assert seen_of_it(known, [told("a", 1), told("A", 2), *told_now], 9) is Sight.ANSWERED
    first = seen_of_it([mine(DAY)], told_now, 9)
    assert first is (Sight.SILENT if skew < -15 * 3600 else Sight.ANSWERED)


@pytest.mark.parametrize("kept", CHANGED)
@pytest.mark.parametrize("before", [[], OLD])
@pytest.mark.parametrize("answered", [False, True])
def test_a_message_that_the_service_keeps_changed_is_found(
    kept: str, before: list[Known], answered: bool
) -> None:
    window = [told(k.content, n + 1) for n, k in enumerate(before)]
    window += [asked(kept, 12), told("SURE", 12)][: 1 + answered]
    doubted = Known(MINE, USER, ASKED, at(10), UNSURE)
    expected = Sight.ANSWERED if answered else Sight.TAKEN
    assert seen_of_it([*before, doubted], window, 9) is expected


def test_what_was_told_once_was_taken_though_the_window_has_moved_on() -> None:
    known = [stored("mine", 1, SEEN, MINE), stored("b", 2), stored("c", 3), stored("d", 4), stored("e", 5)]
    assert seen_of_it(known, [told(text, n + 2) for n, text in enumerate("bcde")]) is Sight.TAKEN


def test_further_back_than_the_merge_looked_nothing_is_known() -> None:
    entries = merge(OLD, [told("a", 1), told("A", 2)], limit=2)
    assert sight(entries, MINE, whole=False) is Sight.SILENT


@given(
    before=st.integers(0, 6),
    taken=st.booleans(),
    answered=st.booleans(),
    after=st.integers(0, 4),
    first=st.booleans(),
    unseen=st.integers(0, 3),
    limit=st.integers(1, 8),
)
def test_no_window_of_a_true_history_makes_a_taken_message_seem_absent(
    before: int, taken: bool, answered: bool, after: int, first: bool, unseen: int, limit: int
) -> None:
    """Whichever end the service gives, whatever was seen of the session before, and whatever came since."""
    history = [told(f"before{number}", number) for number in range(before)]
    known = [stored(message.content, number) for number, message in enumerate(history)][unseen:]
    if taken:
        history.append(told("mine", 500))
        if answered:
            history.append(told("MINE", 501))
    history += [told(f"after{number}", 1000 + number) for number in range(after)]
    window = history[:limit] if first else history[-limit:]
    found = seen_of_it([*known, mine(500)], window, limit)
    if not taken:
        assert found in {Sight.ABSENT, Sight.SILENT}
    elif any(message.content == "mine" for message in window):
        shown = window[-1].content != "mine" and answered
        assert found is (Sight.ANSWERED if shown else Sight.TAKEN)
    else:
        assert found is Sight.SILENT
    if len(history) < limit and (taken or not (after or (before and unseen))):
        assert found is not Sight.SILENT


def test_an_answer_may_take_its_time_once_more_and_never_beyond_twice() -> None:
    assert look_until(0, 60) == 60
    assert look_until(60, 60) == 120
    assert look_until(90, 60) == 120
    assert look_until(100_000, 60) == 120


@pytest.mark.parametrize(("seen", "times", "over"), list(product(Sight, (1, 2, 3), (False, True))))
def test_nothing_but_an_answer_is_believed_early_or_seen_once(seen: Sight, times: int, over: bool) -> None:
    verdict = judge(seen, times=times, age=60 if over else 59, until=60)
    if seen is Sight.ANSWERED:
        assert verdict is Verdict.ANSWERED
    elif not over or times < SIGHTS_NEEDED:
        assert verdict is Verdict.LOOK_AGAIN
    else:
        expected = {
            Sight.TAKEN: Verdict.NO_REPLY,
            Sight.ABSENT: Verdict.NOT_TAKEN,
            Sight.SILENT: Verdict.CANNOT_TELL,
            Sight.NONE: Verdict.NOT_ASKED,
        }
        assert verdict is expected[seen]
