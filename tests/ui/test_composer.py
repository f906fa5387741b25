from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import TextArea

from tests.ui.harness import hosted, screen_lines, until, widget_lines
from tui.enter_in_text import EnterInText
from tui.widgets.composer import MOST_CHARACTERS_UNASKED, Composer
from tui.widgets.composer_input import ComposerInput, text_area_keys
from tui.widgets.enter_rule import LONG_BURST, PASTE_GAP, QUIET, EnterRule
from tui.widgets.question_recall import QuestionRecall

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.pilot import Pilot

    from tests.ui.harness import Host


class KeepingComposer(Composer):
    """A composer that keeps what it was told to send."""

    def __init__(self) -> None:
        super().__init__(deliver=lambda text, _address: self.sent.append(text))
        self.sent: list[str] = []


@asynccontextmanager
async def composing(
    size: tuple[int, int] = (30, 14), *, gap: float = 0.0
) -> AsyncGenerator[tuple[Host, Pilot[None], KeepingComposer]]:
    """A focused composer whose Enter sends however quickly a test presses it."""
    composer = KeepingComposer()
    composer.paste_gap = gap
    async with hosted(composer, size=size) as (app, pilot):
        composer.focus_input()
        yield app, pilot, composer


async def test_enter_sends_and_the_text_stays_until_it_is_safe() -> None:
    async with composing() as (_app, pilot, composer):
        await pilot.press(*"  hi ", "enter")
        assert composer.sent == ["hi"]
        assert composer.text == "  hi "
        composer.accept()
        assert composer.text == ""


async def test_enter_again_before_it_is_safe_sends_nothing_twice() -> None:
    async with composing() as (_app, pilot, composer):
        await pilot.press(*"hi", "enter", "enter")
        assert composer.sent == ["hi"]
        composer.keep()
        await pilot.press("enter")
        assert composer.sent == ["hi", "hi"]


async def test_what_is_typed_behind_a_sent_message_stays() -> None:
    async with composing() as (_app, pilot, composer):
        await pilot.press(*"one", "enter", *"two")
        composer.accept()
        assert composer.text == "two"
        await pilot.press("enter")
        assert composer.sent == ["one", "two"]


async def test_nothing_is_sent_of_white_space() -> None:
    async with composing() as (_app, pilot, composer):
        await pilot.press("enter", "space", "ctrl+j", "enter")
        assert composer.sent == []


async def test_keys_arrive_in_their_order() -> None:
    async with composing() as (app, _pilot, composer):
        for key, character in [("a", "a"), ("ctrl+j", "\n"), ("b", "b"), ("shift+enter", None), ("c", "c")]:
            app.post_message(events.Key(key, character))
        await until(lambda: composer.text == "a\nb\nc")
        for key, character in [("enter", "\r"), ("d", "d")]:
            app.post_message(events.Key(key, character))
        await until(lambda: composer.text.endswith("d"))
        assert composer.sent == ["a\nb\nc"]


def key(character: str) -> events.Key:
    return events.Key(character, character)


async def test_a_few_keys_and_enter_that_come_at_once_are_sent() -> None:
    async with composing(gap=60.0) as (app, _pilot, composer):
        for event in (*map(key, "hello"), events.Key("enter", "\r")):
            app.post_message(event)
        await until(lambda: composer.sent == ["hello"])
        assert app.heard(Composer.LinesPasted) == []


async def test_an_unbracketed_paste_sends_nothing() -> None:
    async with composing(gap=60.0) as (app, _pilot, composer):
        for event in (*map(key, "one"), EnterInText(), *map(key, "two"), events.Key("enter", "\r")):
            app.post_message(event)
        await until(lambda: composer.text == "one\ntwo\n")
        assert composer.sent == []


async def test_of_the_lines_of_an_unbracketed_paste_it_is_told_once() -> None:
    async with composing(gap=60.0) as (app, _pilot, composer):
        for name, character in ("a", "a"), ("enter", "\r"), ("tab", "\t"):
            for _ in range(LONG_BURST if name == "a" else 5):
                app.post_message(events.Key(name, character))
        await until(lambda: composer.text == "aaaaaaaa\n\n\n\n\n\t\t\t\t\t")
        assert composer.sent == []
        assert len(app.heard(Composer.LinesPasted)) == 1


async def test_three_lines_go_straight_in_and_more_are_asked_about() -> None:
    async with composing() as (app, pilot, composer):
        await pilot.press(*"hi")
        app.post_message(events.Paste("1\r\n2\r\n3\r\n"))
        await until(lambda: composer.text == "hi1\n2\n3\n")
        for large in "1\r2\r3\r4\x1b", "x" * (MOST_CHARACTERS_UNASKED + 1):
            app.post_message(events.Paste(large))
            await until(lambda: app.heard(Composer.PasteWanted) != [])
        await until(lambda: len(app.heard(Composer.PasteWanted)) == 2)
        assert app.heard(Composer.PasteWanted)[0].text == "1\n2\n3\n4"
        assert composer.text == "hi1\n2\n3\n"
        await pilot.press("enter")
        composer.decide_paste("")
        await pilot.press("enter")
        assert composer.sent == []
        composer.decide_paste("1\n2\n3\n4")
        await pilot.press("enter")
        assert composer.sent == ["hi1\n2\n3\n1\n2\n3\n4"]


async def test_a_paste_is_cleaned() -> None:
    async with composing() as (app, pilot, composer):
        app.post_message(events.Paste("one\r\ntwo\x1b]0;title\x07\u202e"))
        await until(lambda: composer.text == "one\ntwo]0;title")
        await pilot.pause()
        assert "\x1b" not in "".join(screen_lines(app))


async def test_it_grows_with_its_text_to_eight_lines_and_then_scrolls() -> None:
    async with composing((30, 20)) as (app, pilot, composer):
        await pilot.pause()
        assert composer.size.height == 1
        composer.load("a long line that must wrap at the end of the composer")
        await until(lambda: composer.size.height == 3)
        composer.load("\n".join(str(number) for number in range(30)))
        await until(lambda: composer.size.height == 8)
        assert screen_lines(app)[7].startswith("   29")
        composer.load("")
        await until(lambda: composer.size.height == 1)


async def test_up_recalls_in_an_empty_composer_only() -> None:
    async with composing() as (_app, pilot, composer):
        composer.history = ["first", "second\nof two lines"]
        await pilot.press("up")
        assert composer.text == "second\nof two lines"
        await pilot.press("up", "up")
        assert composer.text == "first"
        await pilot.press("down", "down")
        assert composer.text == ""
        await pilot.press("x", "up")
        assert composer.text == "x"


async def test_blocked_says_why_and_keeps_the_text() -> None:
    async with composing() as (app, pilot, composer):
        composer.blocked = "The month's [b]messages[/b] are used."
        await pilot.press(*"hi", "enter")
        assert composer.sent == []
        assert [event.reason for event in app.heard(Composer.Blocked)] == [
            "The month's [b]messages[/b] are used."
        ]
        await pilot.pause()
        assert screen_lines(app)[:3] == [" › hi", "   ! The month's", "   [b]messages[/b] are used."]
        composer.blocked = ""
        await pilot.press("enter")
        assert composer.sent == ["hi"]


async def test_the_placeholder_is_foreign_text_too() -> None:
    async with composing((40, 4)) as (app, pilot, composer):
        composer.invite("Ask [/]Harbor\x1b[2J…")
        await pilot.pause()
        assert screen_lines(app)[0] == " › Ask [/]Harbor[2J…"


async def test_the_editor_is_asked_for_with_the_text() -> None:
    async with composing() as (app, pilot, _composer):
        await pilot.press(*"hi", "ctrl+g")
        assert [event.text for event in app.heard(Composer.EditWanted)] == ["hi"]


async def test_undo_has_a_key_that_is_not_the_shells() -> None:
    async with composing() as (_app, pilot, composer):
        await pilot.press(*"hi", "ctrl+z", "ctrl+y", "pageup", "pagedown")
        assert composer.text == "hi"
        await pilot.press("ctrl+underscore")
        assert composer.text == ""


async def test_changes_pass_through_for_drafts() -> None:
    async with composing() as (app, pilot, _composer):
        await pilot.press("h")
        assert app.heard(TextArea.Changed)[-1].text_area.text == "h"


async def test_a_typed_character_repaints_no_more_than_its_own_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with composing() as (_app, pilot, composer):
        composer.load("one\ntwo\nthree")
        await pilot.pause()
        repainted: list[Region] = []
        refresh = Widget.refresh

        def noting(
            self: Widget,
            *regions: Region,
            repaint: bool = True,
            layout: bool = False,
            recompose: bool = False,
        ) -> Widget:
            if isinstance(self, ComposerInput):
                repainted.extend(regions or [self.size.region])
            return refresh(self, *regions, repaint=repaint, layout=layout, recompose=recompose)

        monkeypatch.setattr(Widget, "refresh", noting)
        await pilot.press("x")
        assert repainted == [Region(5, 2, 1, 1)]


async def test_no_stale_cell_is_left_by_the_small_repaints() -> None:
    async with composing((24, 14)) as (_app, pilot, composer):
        written = composer.query_one(ComposerInput)
        keys = (
            "h,i,space,日,本,left,left,x,backspace,ctrl+j,a,b,c,shift+left,shift+up,y,ctrl+k,home,z,up,left"
        )
        for key in [
            *keys.split(","),
            *"words that wrap over more than one line",
            "ctrl+w",
            "ctrl+underscore",
        ]:
            await pilot.press(key)
            await pilot.pause()
            truth = [written.render_line(y).text.rstrip() for y in range(written.size.height)]
            assert widget_lines(written) == truth, f"after {key}"


@pytest.mark.parametrize("text", ["", "one", "one\n", "\n\n", "one\ntwo", "👨\u200d👩\u200d👧\n"])
async def test_every_key_of_the_text_works_everywhere_in_it(text: str) -> None:
    async with composing() as (app, _pilot, composer):
        written = composer.query_one(ComposerInput)
        for action in {binding.action for binding in text_area_keys()}:
            for row, line in enumerate(text.split("\n")):
                for column in {0, len(line)}:
                    written.load_text(text)
                    written.move_cursor((row, column))
                    await app.run_action(action, written)
                    assert written.cursor_location <= written.document.end, (action, row, column)


async def test_a_last_line_is_deleted_like_any_other() -> None:
    async with composing() as (_app, pilot, composer):
        await pilot.press("ctrl+k", *"one", "ctrl+j", "ctrl+k", *"two", "ctrl+shift+k", "x")
        assert composer.text == "one\nx"


WITHIN = st.floats(0, PASTE_GAP / 2)
"""Seconds between two inputs of one read."""
LINE = st.text("ab", max_size=20)


@given(
    first=st.text("ab", min_size=LONG_BURST, max_size=30),
    lines=st.lists(LINE, min_size=1, max_size=5),
    data=st.data(),
)
def test_nothing_of_a_paste_is_sent_however_the_line_splits_it(
    first: str, lines: list[str], data: st.DataObject
) -> None:
    rule, at, told = EnterRule(), 1_000.0, 0
    for position, character in enumerate("\r".join([first, *lines, ""])):
        at += data.draw(WITHIN if position < LONG_BURST else WITHIN | st.floats(0, 0.1))
        if character == "\r":
            told += 1
            assert rule.enter(at, in_text=False)
            assert rule.line_breaks == told
        else:
            rule.arrived(at)
    assert not rule.enter(at + QUIET + 0.001, in_text=False)


@given(gaps=st.lists(st.floats(0.025, 1), min_size=1), enters=st.sets(st.integers(0, 20)))
def test_whatever_a_hand_types_an_enter_sends(gaps: list[float], enters: set[int]) -> None:
    rule, at = EnterRule(), 1_000.0
    for position, gap in enumerate(gaps):
        at += gap
        assert not (rule.enter(at, in_text=False) if position in enters else rule.arrived(at))


@given(few=st.integers(1, LONG_BURST - 1), gap=st.floats(0, 1))
def test_a_few_keys_that_a_slow_line_brings_together_are_a_hands(few: int, gap: float) -> None:
    rule = EnterRule()
    for number in range(few):
        rule.arrived(1_000 + number * PASTE_GAP / 2)
    assert not rule.enter(1_000 + few * PASTE_GAP / 2 + gap, in_text=False)


@given(
    questions=st.lists(st.text(min_size=1, max_size=3), max_size=5),
    steps=st.lists(st.sampled_from(["earlier", "later"]), max_size=20),
)
def test_recall_walks_the_questions_and_ends_where_it_began(questions: list[str], steps: list[str]) -> None:
    recall, text, place = QuestionRecall(), "", len(questions)
    recall.questions = questions
    for step in steps:
        if step == "earlier" and recall.has_earlier(text):
            text, place = recall.earlier(text), place - 1
        elif step == "later" and recall.has_later(text):
            text, place = recall.later(text), place + 1
        assert 0 <= place <= len(questions)
        assert text == ("" if place == len(questions) else questions[place])
