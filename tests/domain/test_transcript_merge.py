"""The merge of a stored transcript with a window: the cases that happen, and what holds for all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.domain.known import Known, Standing
from tui.domain.models import RemoteMessage, Role
from tui.domain.reconcile import is_answered
from tui.domain.transcript_merge import (
    CLOCK_TOLERANCE,
    WRONG_CLOCK,
    Entry,
    begins_within,
    merge,
)

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
USER, BOT = Role.USER, Role.ASSISTANT
SEEN, OURS, UNSURE, LOCAL = Standing.SEEN, Standing.OURS, Standing.UNSURE, Standing.LOCAL
MANY = 100

ASKED = "is a  < café 🙂 for robin@shop.example or not so?"
"""What a person asks, and what services make of it."""
CHANGED = (
    ASKED.replace("  ", " "),
    ASKED.replace("<", "&lt;"),
    escape(escape(ASKED)),
    unicodedata.normalize("NFD", ASKED),
    unicodedata.normalize("NFC", ASKED),
    ASKED.replace("🙂", ""),
    ASKED.replace("🙂", ":slightly_smiling_face:"),
    ASKED.encode("ascii", "replace").decode(),
    ASKED.encode("ascii", "ignore").decode(),
    ASKED[:30],
    ASKED[:30] + "…",
    escape(ASKED)[:30],
    ASKED.replace("robin@shop.example", "[email]"),
    ASKED.replace("robin@shop.example", "***"),
    ASKED.replace("robin@shop.example", "r***@s***.example"),
    ASKED.replace("robin@shop.example", "REDACTED"),
    escape(ASKED.replace("robin@shop.example", "[email]").replace("🙂", "")),
    f"<p>{ASKED}</p>",
    ASKED.upper(),
)


def asked(text: str, seconds: float | None) -> RemoteMessage:
    return RemoteMessage(USER, text, at(seconds))


def at(seconds: float | None) -> datetime | None:
    return None if seconds is None else NOON + timedelta(seconds=seconds)


def told(text: str, seconds: float | None) -> RemoteMessage:
    """A message of the service; upper case is the assistant's."""
    return RemoteMessage(BOT if text.isupper() else USER, text, at(seconds))


def stored(text: str, seconds: float | None, standing: Standing = SEEN, key: int = 0) -> Known:
    return Known(key, BOT if text.isupper() else USER, text, at(seconds), standing)


def texts(entries: list[Entry]) -> str:
    return " ".join((entry.known or entry.remote).content for entry in entries)  # type: ignore[union-attr]


def after(entries: list[Entry]) -> list[Known]:
    """The transcript as it is stored after a merge."""
    kept: list[Known] = []
    for number, entry in enumerate(entries):
        if entry.remote is not None:
            remote = entry.remote
            content = entry.known.content if entry.known else remote.content
            kept.append(Known(number, remote.role, content, remote.at, SEEN))
        elif entry.known is not None:
            kept.append(entry.known)
    return kept


def merged(known: list[Known], window: list[RemoteMessage], limit: int = MANY) -> str:
    entries = merge(known, window, limit=limit)
    again = merge(after(entries), window, limit=limit)
    assert texts(again) == texts(entries), "a second merge of the same window changes nothing"
    return texts(entries)


# What the service told before.


def test_an_unknown_session_is_the_window() -> None:
    assert merged([], [told("a", 1), told("A", 2)]) == "a A"


def test_an_empty_window_drops_nothing() -> None:
    assert merged([stored("a", 1), stored("b", 2, LOCAL)], []) == "a b"


def test_a_window_that_moved_on_adds_its_end() -> None:
    known = [stored(text, n) for n, text in enumerate("abcdef")]
    assert merged(known, [told(text, n + 3) for n, text in enumerate("defgh")], limit=5) == "a b c d e f g h"


def test_a_window_of_the_beginning_adds_its_start() -> None:
    known = [stored(text, n + 3) for n, text in enumerate("defgh")]
    assert merged(known, [told(text, n) for n, text in enumerate("abcde")], limit=5) == "a b c d e f g h"


def test_a_window_that_touches_nothing_finds_its_place_by_time() -> None:
    known = [stored("a", 1), stored("b", 2), stored("y", 90), stored("z", 91)]
    assert merged(known, [told("m", 50), told("n", 51)], limit=2) == "a b m n y z"


def test_messages_from_elsewhere_find_their_place() -> None:
    known = [stored("a", 1), stored("A", 2), stored("c", 9)]
    window = [told("a", 1), told("A", 2), told("b", 5), told("B", 6), told("c", 9)]
    assert merged(known, window) == "a A b B c"


def test_the_same_question_at_another_time_is_another_question() -> None:
    known = [stored("hi", 1), stored("HELLO", 2)]
    assert merged(known, [told("hi", 500), told("HELLO", 501)], limit=2) == "hi HELLO hi HELLO"


def test_a_repeated_question_appears_as_often_as_it_was_asked() -> None:
    known = [stored("hi", 1), stored("HELLO", 2)]
    window = [told("hi", 1), told("HELLO", 2), told("hi", 3), told("HELLO", 4), told("hi", 5)]
    assert merged(known, window) == "hi HELLO hi HELLO hi"


def test_a_chance_word_in_a_distant_window_does_not_pull_it_apart() -> None:
    known = [stored("a", 1), stored("thanks", 2), stored("b", 3)]
    window = [told("x", 100), told("thanks", 101), told("y", 102)]
    assert merged(known, window, limit=3) == "a thanks b x thanks y"


@pytest.mark.parametrize("shift", [-3600, -1, 0.4, 1, 3600])
def test_a_whole_session_whose_times_all_changed_is_the_same_session(shift: float) -> None:
    known = [stored(text, n * 10) for n, text in enumerate(["hi", "HELLO", "hi", "HELLO", "bye"])]
    window = [told(k.content, n * 10 + shift) for n, k in enumerate(known)]
    assert merged(known, [*window, told("BYE", 100 + shift)]) == "hi HELLO hi HELLO bye BYE"


def test_a_long_session_whose_times_all_changed_is_the_same_session() -> None:
    words = [f"w{n}" for n in range(12)]
    known = [stored(word, n) for n, word in enumerate(words)]
    window = [told(word, n + 3600) for n, word in enumerate([*words[4:], "new"], start=4)]
    assert merged(known, window, limit=9) == " ".join([*words, "new"])


def test_one_time_that_changed_between_two_that_did_not() -> None:
    known = [stored(text, n) for n, text in enumerate("abc")]
    window = [told("a", 0), told("b", 1.5), told("c", 2)]
    assert merged(known, window, limit=3) == "a b c"


def test_messages_without_times_align_by_order() -> None:
    known = [stored(text, None) for text in "abcd"]
    assert merged(known, [told(text, None) for text in "cdef"], limit=4) == "a b c d e f"


def test_what_the_service_forgot_is_kept() -> None:
    known = [stored("a", 1), stored("A", 2), stored("b", 3), stored("B", 4)]
    assert merged(known, [told("a", 1), told("A", 2), told("c", 9)]) == "a A b B c"


def test_a_service_that_forgot_the_beginning_does_not_make_a_repetition_the_first() -> None:
    known = [stored("hi", 1), stored("HELLO", 2), stored("x", 3)]
    assert merged(known, [told("hi", 50), told("HELLO", 51), told("y", 52)]) == "hi HELLO x hi HELLO y"


def test_messages_without_times_go_on_from_the_last_pair() -> None:
    known = [stored("a", None), stored("mine", 5, LOCAL)]
    assert merged(known, [told("z", None), told("a", None), told("b", None)]) == "z a b mine"


# What this client wrote.


@pytest.mark.parametrize("skew", [-3600, -90, -1, 0, 1, 90, 3600])
def test_our_copy_in_another_second_is_one_message(skew: float) -> None:
    known = [stored("a", 1), stored("A", 2), stored("q", 50 + skew, OURS), stored("R", 52 + skew, OURS)]
    window = [told("a", 1), told("A", 2), told("q", 50), told("R", 51)]
    assert merged(known, window) == "a A q R"
    assert merged(known, window[1:], limit=3) == "a A q R"


def test_white_space_that_the_service_trimmed_is_no_difference() -> None:
    entries = merge([stored("q\r\nr \n", 50, OURS)], [told("q\nr", 50)])
    assert [entry.known.content for entry in entries if entry.known] == ["q\r\nr \n"]


def test_of_two_equal_questions_ours_is_the_near_one() -> None:
    known = [stored("hi", 100, OURS, key=7), stored("HELLO", 101, OURS, key=8)]
    window = [told("hi", 10), told("HELLO", 11), told("hi", 100.5), told("HELLO", 101.2)]
    assert [entry.known.key if entry.known else None for entry in merge(known, window)] == [None, None, 7, 8]


def test_the_order_of_the_service_wins_over_our_clock() -> None:
    known = [stored("a", 1), stored("q", 40, OURS), stored("x", 45), stored("R", 46, OURS)]
    assert merged(known, [told("a", 1), told("x", 45), told("q", 47), told("R", 48)]) == "a x q R"


@pytest.mark.parametrize("standing", [LOCAL, UNSURE, OURS])
def test_what_is_not_on_the_server_stays_in_place(standing: Standing) -> None:
    known = [stored("a", 1), stored("A", 2), stored("mine", 5, standing), stored("b", 8)]
    window = [told("a", 1), told("A", 2), told("b", 8), told("B", 9)]
    assert merged(known, window) == "a A mine b B"


def test_a_failed_message_is_never_taken_for_one_of_the_service() -> None:
    entries = merge([stored("hi", 5, LOCAL)], [told("hi", 5)])
    assert sorted((entry.known is None, entry.remote is None) for entry in entries) == [
        (False, True),
        (True, False),
    ]


def test_an_unsure_message_is_found_after_what_came_before_it() -> None:
    known = [stored("hi", 1), stored("HELLO", 2), stored("hi", 60, UNSURE, key=9)]
    window = [told("hi", 1), told("HELLO", 2), told("hi", 61), told("HELLO", 62)]
    assert merged(known, window) == "hi HELLO hi HELLO"
    assert merge(known, window)[2].known == known[2]


def test_an_unsure_message_is_not_the_same_question_of_yesterday() -> None:
    known = [stored("hi", 0, UNSURE)]
    entries = merge(known, [told("hi", -86400), told("HELLO", -86399)])
    assert texts(entries) == "hi HELLO hi"
    assert entries[2] == Entry(known[0], None)


def test_an_unsure_message_that_is_not_there_stays_alone() -> None:
    known = [stored("hi", 1), stored("HELLO", 2), stored("hi", 60, UNSURE)]
    entries = merge(known, [told("hi", 1), told("HELLO", 2)])
    assert [entry.remote is None for entry in entries] == [False, False, True]


# What the service keeps changed.


def ours(text: str, seconds: float, standing: Standing = OURS, key: int = 50) -> list[Known]:
    """A question of ours and its reply, by our clock."""
    return [Known(key, USER, text, at(seconds), standing), Known(key + 1, BOT, "SURE", at(seconds + 2), OURS)]


@pytest.mark.parametrize("kept", [*CHANGED, "[removed]"])
@pytest.mark.parametrize("skew", [0, 3600, -20 * 3600])
@pytest.mark.parametrize("after_it", [[], [told("next", 90_000), told("NEXT", 90_000)]])
def test_a_question_that_is_kept_changed_is_there_once_in_our_words(
    kept: str, skew: float, after_it: list[RemoteMessage]
) -> None:
    known = [stored("a", 1), stored("A", 2), *ours(ASKED, 1000)]
    window = [told("a", 1), told("A", 2), asked(kept, 1000 + skew), told("SURE", 1000 + skew), *after_it]
    expected = " ".join(["a A", ASKED, "SURE", *(remote.content for remote in after_it)])
    assert merged(known, window) == expected
    once = after(merge(known, window))
    moved_on = [*window[2:], told("last", 99_000)]
    assert texts(merge(once, moved_on, limit=len(moved_on))) == f"{expected} last"


def test_a_question_that_stands_alone_between_two_others_is_the_same_whatever_its_text() -> None:
    for standing in (OURS, UNSURE):
        known = [*OLD, Known(9, USER, ASKED, at(10), standing), *ours("next", 50)]
        window = [told("a", 1), told("A", 2), told("gone", 10), told("OTHER", 11), told("next", 50)]
        assert merged(known, [*window, told("SURE", 51)]) == f"a A {ASKED} OTHER next SURE"


def test_what_others_asked_is_not_ours_in_other_words() -> None:
    known = [*OLD, Known(9, USER, "When do you open?", at(10), UNSURE)]
    window = [told("a", 1), told("A", 2), asked("When do you close?", 11), told("AT SIX", 11)]
    assert merged(known, window) == "a A When do you open? When do you close? AT SIX"
    known = [*OLD, *ours("one", 10), *ours("two", 20, key=60)]
    window = [told("a", 1), told("A", 2), told("x", 12), told("X", 12), told("y", 13), told("Y", 13)]
    assert len(merge(known, window)) == 10


OLD = [stored("a", 1), stored("A", 2)]


@pytest.mark.parametrize("named", ["", "enquirer"])
def test_a_role_by_another_name_is_no_other_message(named: str) -> None:
    window = [
        RemoteMessage(BOT if named else USER, "hi", at(1), named or None, named),
        RemoteMessage(BOT, "SURE", at(1), named and "clerk", named and "clerk"),
    ]
    assert merged(ours("hi", 1), window) == "hi SURE"
    assert is_answered(merge(ours("hi", 1), window), 0)


@st.composite
def changed_stories(draw: st.DrawFn) -> tuple[list[Known], list[RemoteMessage], int]:
    """Exchanges of ours, each stored with one time for both, questions changed; how many are in a window."""
    count = draw(st.integers(1, 8))
    skew = draw(st.integers(-60, 60))
    known: list[Known] = []
    history: list[RemoteMessage] = []
    for number in range(count):
        question = f"question {number} for <you> & me & {number} others, dear shop"
        kept = draw(st.sampled_from([question, escape(question), question[:30], "[gone]"]))
        reply = f"REPLY {number}"
        noted = number * 300 + skew
        known += [
            Known(2 * number, USER, question, at(number * 300), OURS),
            Known(2 * number + 1, BOT, reply, at(number * 300 + draw(st.integers(0, 50))), OURS),
        ]
        history += [asked(kept, noted), RemoteMessage(BOT, reply, at(noted))]
    return known, history, draw(st.integers(1, 10))


@given(changed_stories(), st.lists(st.integers(1, 16), max_size=4))
@settings(max_examples=500, deadline=None)
def test_exchanges_of_one_time_whose_questions_are_kept_changed_are_there_once(
    story: tuple[list[Known], list[RemoteMessage], int], lengths: list[int]
) -> None:
    known, history, limit = story
    transcript = known
    for length in [*sorted(lengths), len(history)]:
        window = history[: 2 * (length // 2)][-2 * limit :]
        transcript = after(merge(transcript, window, limit=2 * limit))
    assert [k.content for k in transcript] == [k.content for k in known]


# What holds for every history.


@dataclass(frozen=True)
class Story:
    """A true history, and the windows of it that were fetched, in the order of their merges."""

    history: list[RemoteMessage]
    windows: list[range]
    limit: int

    def window(self, part: range) -> list[RemoteMessage]:
        return [self.history[n] for n in part]

    def covered(self) -> list[RemoteMessage]:
        return [self.history[n] for n in sorted({n for part in self.windows for n in part})]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Histories of few words, so that equal messages abound, with rising times."""
    speech = draw(st.lists(st.sampled_from(["a", "b", "A", "B"]), min_size=1, max_size=30))
    gaps = draw(st.lists(st.integers(1, 90), min_size=len(speech), max_size=len(speech)))
    history = [told(text, sum(gaps[: n + 1])) for n, text in enumerate(speech)]
    limit = draw(st.integers(1, 12))
    windows: list[range] = []
    for _ in range(draw(st.integers(1, 8))):
        length = draw(st.integers(0, len(history)))  # how far the history had grown
        start = draw(st.integers(0, max(0, length - limit)))
        windows.append(range(start, min(length, start + limit)))
    return Story(history, windows, limit)


@given(stories())
@settings(max_examples=500, deadline=None)
def test_windows_of_a_growing_history_merged_in_any_order_give_that_history(story: Story) -> None:
    known: list[Known] = []
    for part in story.windows:
        known = after(merge(known, story.window(part), limit=story.limit))
    assert [(k.role, k.content, k.at) for k in known] == [(m.role, m.content, m.at) for m in story.covered()]


@st.composite
def our_stories(draw: st.DrawFn) -> tuple[Story, list[bool], list[int]]:
    """Histories of which this client wrote some messages, by a clock off by less than half their distance."""
    speech = draw(st.lists(st.sampled_from(["a", "b", "A", "B"]), min_size=1, max_size=20))
    history = [told(text, n * 300) for n, text in enumerate(speech)]
    mine = draw(st.lists(st.booleans(), min_size=len(speech), max_size=len(speech)))
    skews = draw(st.lists(st.integers(-119, 119), min_size=len(speech), max_size=len(speech)))
    limit = draw(st.integers(2, 30))
    lengths = sorted(draw(st.lists(st.integers(0, len(history)), max_size=6)))
    windows = [range(max(0, length - limit), length) for length in lengths]
    return Story(history, windows, limit), mine, skews


@given(our_stories())
@settings(max_examples=500, deadline=None)
def test_our_messages_and_the_windows_that_come_to_tell_of_them_give_the_history(
    drawn: tuple[Story, list[bool], list[int]],
) -> None:
    story, mine, skews = drawn
    known: list[Known] = []
    written = 0

    def write(until: int) -> None:
        for n in range(written, until):
            if mine[n]:
                known.append(stored(story.history[n].content, n * 300 + skews[n], OURS))

    for part in story.windows:
        write(part.stop)
        written = max(written, part.stop)
        known = after(merge(known, story.window(part), limit=story.limit))
    write(len(story.history))
    covered = {n for part in story.windows for n in part}
    expected = [m.content for n, m in enumerate(story.history) if n in covered or mine[n]]
    assert [k.content for k in known] == expected


words = st.sampled_from(["a", "b", "A", "B", "c ", " c"])
times = st.one_of(st.none(), st.integers(0, 300))
anything_known = st.lists(st.builds(stored, words, times, st.sampled_from(Standing)), max_size=25).map(
    lambda known: [Known(key, k.role, k.content, k.at, k.standing) for key, k in enumerate(known)]
)
anything_told = st.lists(st.builds(told, words, times), max_size=15)


@example(
    [stored("a", None, OURS), stored("A", None, SEEN, 1)],
    [told("b", 0), told("b", 1), told("A", 0)],
    0,
).via("a question that the service keeps in the words of another one")
@given(anything_known, anything_told, st.integers(0, 16))
@settings(max_examples=500, deadline=None)
def test_whatever_comes_nothing_is_lost_and_nothing_appears_twice(
    known: list[Known], window: list[RemoteMessage], limit: int
) -> None:
    entries = merge(known, window, limit=limit)
    assert sorted(entry.known.key for entry in entries if entry.known) == [k.key for k in known]
    assert [id(entry.remote) for entry in entries if entry.remote] == [id(remote) for remote in window]
    kept = [entry.known for entry in entries if entry.known and entry.known.standing in {LOCAL, SEEN}]
    assert kept == [k for k in known if k.standing in {LOCAL, SEEN}], (
        "what is not ours to move stays in order"
    )
    assert all(entry.remote is None for entry in entries if entry.known and entry.known.standing is LOCAL)
    assert len(merge(after(entries), window, limit=limit)) == len(entries)


@given(anything_known, anything_told, st.integers(0, 16))
@settings(deadline=None)
def test_a_second_merge_changes_nothing(known: list[Known], window: list[RemoteMessage], limit: int) -> None:
    once = after(merge(known, window, limit=limit))
    twice = after(merge(once, window, limit=limit))
    assert [(k.role, k.content, k.at) for k in twice] == [(k.role, k.content, k.at) for k in once]


@given(stories(), st.integers(0, 30))
@settings(deadline=None)
def test_the_end_of_a_transcript_is_enough_when_the_window_begins_in_it(story: Story, cut: int) -> None:
    known = [Known(n, m.role, m.content, m.at, SEEN) for n, m in enumerate(story.history[:-2])]
    window = story.history[-story.limit :]
    tail = known[cut:]
    if begins_within(tail, window, limit=story.limit):
        whole = merge(known, window, limit=story.limit)
        assert [Entry(k, None) for k in known[:cut]] + merge(tail, window, limit=story.limit) == whole


def test_ten_thousand_equal_messages_take_no_quadratic_time() -> None:
    known = [stored("ok", n) for n in range(10_000)]
    window = [told("ok", n) for n in range(9_950, 10_050)]
    assert len(merge(known, window)) == 10_050


def test_clocks_may_differ_by_the_tolerance() -> None:
    known = [stored("a", 0), stored("q", 10_000, OURS)]
    near = 10_000 - CLOCK_TOLERANCE.total_seconds()
    assert len(merge(known, [told("q", near)], limit=1)) == 2
    assert len(merge(known, [told("q", near - 1)], limit=1)) == 3


def test_a_message_in_doubt_is_found_though_this_clock_is_hours_ahead() -> None:
    sent = WRONG_CLOCK.total_seconds()
    assert len(merge([stored("q", sent, UNSURE)], [told("q", 0)])) == 1
    assert len(merge([stored("q", sent + 1, UNSURE)], [told("q", 0)])) == 2
