"""Finding sessions: what answers, in which order, and that no query makes it slow."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.models import Session
from tui.domain.search import MatchPlace, marks, match, match_words, rank
from tui.domain.session_id import could_be_session_id

NOW = datetime(2025, 3, 4, tzinfo=UTC)


def session(id: str, title: str = "", last_line: str = "") -> Session:
    return Session(id, 1, title, renamed=False, message_count=2, last_line=last_line, updated_at=NOW)


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in marks(query, text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("refund", "Can I get a REFUND?", ["REFUND"]),
        ("hours opening", "What are your opening hours?", ["opening", "hours"]),
        ("in", "opening in", ["in"]),
        ("rfnd", "Can I get a refund?", ["r", "f", "nd"]),
        ("日本", "これは日本語です", ["日本"]),
        ("i", "İi", ["İ"]),
        ("执行 任务", "请执行这个任务", ["执行", "任务"]),
        ("ABC123", "订单ABC123已发货", ["ABC123"]),
        ("grosse", "Die Größe", ["Größe"]),
        ("GRÖSSE", "Die Gro\u0308ße", ["Gro\u0308ße"]),
        ("s", "ß", ["ß"]),
        ("ａｂｃ", "ABC", ["ABC"]),
        ("", "anything", []),
    ],
)
def test_what_answers_is_marked(query: str, text: str, found: list[str]) -> None:
    assert match(query, text) is not None
    assert marked(query, text) == found


@pytest.mark.parametrize(
    ("query", "text"),
    [("refund", "Opening hours"), ("rz", "round"), ("x", "")],
)
def test_what_does_not_answer(query: str, text: str) -> None:
    assert match(query, text) is None


def test_letters_far_apart_are_no_match() -> None:
    assert match("wh", "wholesale") is not None
    assert match("wz", "w" + "." * 8 + "z") is None


def test_a_word_of_several_is_marked_wherever_it_stands() -> None:
    assert marked("refund beans", "A refund is a refund") == ["refund", "refund"]


def test_better_matches_come_first_and_equals_keep_their_order() -> None:
    sessions = [
        session("a", "The best opening hours"),
        session("b", "Reopening"),
        session("c", "Open"),
        session("d", "Opening hours"),
        session("e", "oxpxexn"),
        session("open-f", "Prices"),
        session("g", "Delivery", "We open at nine."),
        session("h", "Nothing of the kind"),
    ]
    hits = rank("open", sessions)
    assert [hit.session.id for hit in hits] == ["c", "d", "open-f", "a", "b", "g", "e"]
    assert {hit.session.id: hit.place for hit in hits}["g"] is MatchPlace.TEXT
    assert next(hit.snippet for hit in hits if hit.session.id == "g") == "We open at nine."
    assert [hit.session.id for hit in rank("", sessions)] == [each.id for each in sessions]


@given(st.text(max_size=30), st.text(max_size=120))
def test_marks_stay_within_the_text_in_order(query: str, text: str) -> None:
    end = 0
    for start, stop in marks(query, text):
        assert end <= start < stop <= len(text)
        end = stop


@given(st.text(max_size=60))
def test_a_text_answers_itself(text: str) -> None:
    found = match_words(text, text)
    assert found is not None
    assert not text.split() or found.score >= 1


def test_many_common_letters_cost_no_more_than_a_look_at_the_text() -> None:
    text = "e " * 5_000
    assert match("e" * 4_000, text) is not None


@pytest.mark.parametrize("text", ["user_123", "tui-01", "会話", "a" * 200, "tui-01m82jp2ydxdjbmty0mz"])
def test_what_may_be_a_session_id(text: str) -> None:
    assert could_be_session_id(text)


@pytest.mark.parametrize("text", ["", "two words", "a\tb", "\x1b[2J", "a" * 201, "\u202eabc"])
def test_what_is_no_session_id(text: str) -> None:
    assert not could_be_session_id(text)
