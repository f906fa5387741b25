from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from tests.ui.harness import Host, hosted, screen_lines, until
from tests.ui.transcript.samples import answer, clock, messages, page, question, step
from tui.domain.models import MessageState
from tui.widgets.transcript import Hint, Transcript

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.pilot import Pilot

LONG = "\n\n".join(f"Paragraph {number} of a long reply." for number in range(30))


class Clock:
    """A monotonic clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def transcript(
    count: int = 40, size: tuple[int, int] = (60, 16), *, older: bool = False, newer: bool = False
) -> AsyncGenerator[tuple[Transcript, Host, Pilot[None], Clock]]:
    """A transcript in an app of its own, opened on ``count`` messages."""
    monotonic = Clock()
    widget = Transcript(clock=clock, monotonic=monotonic)
    async with hosted(widget, size=size) as (app, pilot):
        widget.open(page(messages(count), older=older, newer=newer), "Harbour")
        await pilot.pause()
        yield widget, app, pilot, monotonic


async def test_a_session_opens_at_its_end() -> None:
    async with transcript(41) as (_, app, _pilot, _clock):
        lines = screen_lines(app)
        assert "Question 41?" in "\n".join(lines[-3:])


async def test_it_follows_at_the_end_and_holds_still_elsewhere() -> None:
    async with transcript() as (widget, app, pilot, _clock):
        widget.apply(step(question(101, state=MessageState.QUEUED)))
        await pilot.pause()
        assert any("Question 101?" in line for line in screen_lines(app))
        widget.scroll_relative(y=-5, animate=False)
        await pilot.pause()
        before = screen_lines(app)
        widget.apply(step(question(103, state=MessageState.QUEUED)))
        widget.apply(step(question(105, state=MessageState.QUEUED)))
        await pilot.pause()
        after = screen_lines(app)
        assert after[:-1] == before[:-1]
        assert "2 new below" in after[-1]
        widget.focus()
        await pilot.press("end")
        await pilot.pause()
        lines = screen_lines(app)
        assert any("Question 105?" in line for line in lines)
        assert not any("new below" in line for line in lines)


async def test_older_messages_come_above_without_a_jump() -> None:
    async with transcript(older=True) as (widget, app, pilot, _clock):
        widget.to_message(1)
        await until(lambda: bool(app.heard(Transcript.OlderWanted)))
        assert app.heard(Transcript.OlderWanted)[-1].key == 1
        await pilot.pause()
        before = screen_lines(app)
        widget.add_older(page(messages(20, first=-19)))
        await pilot.pause()
        after = screen_lines(app)
        # The day's name, two lines, stood above the first message only as long as it was the first.
        assert after[2:] == before[2:]
        widget.scroll_up(animate=False)
        await pilot.pause()
        assert screen_lines(app)[1:] == after[:-1]


async def test_both_ends_are_reached_by_key() -> None:
    async with transcript(older=True) as (widget, app, pilot, _clock):
        widget.focus()
        await pilot.press("g")
        assert [event.newest for event in app.heard(Transcript.EndWanted)] == [False]
        widget.open(page(messages(30), newer=True), "Harbour")
        await pilot.pause()
        assert any("Question 1?" in line for line in screen_lines(app))
        await pilot.press("G")
        assert [event.newest for event in app.heard(Transcript.EndWanted)] == [False, True]


async def test_a_reply_is_revealed_in_place_by_the_clock() -> None:
    async with transcript(4, size=(60, 50)) as (widget, app, pilot, monotonic):
        sent = question(101, state=MessageState.SENDING)
        widget.apply(step(sent))
        await pilot.pause()
        waiting = screen_lines(app)
        assert any("answering… 3 s" in line for line in waiting)
        text = "A reply of some length, " * 20
        widget.apply(step(replace(sent, state=MessageState.ANSWERED), answer(102, text)))
        await pilot.pause()
        begun = screen_lines(app)
        heading = next(i for i, line in enumerate(waiting) if "answering" in line)
        assert begun[:heading] == waiting[:heading]
        assert "1.2 s" in begun[heading]
        assert "A reply" in begun[heading + 1]
        assert 0 < "\n".join(begun[heading:]).count("length") < 3
        monotonic.now = 0.5
        await until(lambda: "\n".join(screen_lines(app)[heading:]).count("length") > 3)
        half = "\n".join(screen_lines(app)[heading:]).count("length")
        assert 0 < half < 20
        assert widget.show_all()
        await pilot.pause()
        done = screen_lines(app)
        assert "\n".join(done).count("length") == 20
        assert not widget.show_all()


async def test_a_reply_that_is_read_from_the_store_first_is_not_taken_away_to_be_revealed() -> None:
    async with transcript(4, size=(60, 50)) as (widget, app, pilot, _clock):
        sent = question(101, state=MessageState.SENDING)
        widget.apply(step(sent))
        answered = step(
            replace(sent, state=MessageState.ANSWERED), answer(102, "A reply of some length, " * 20)
        )
        widget.take(widget.state.after(answered))
        widget.apply(step(replace(sent, state=MessageState.ANSWERED, seconds=1.2), answered.reply))
        await pilot.pause()
        assert "\n".join(screen_lines(app)).count("length") == 20
        assert not widget.revealing


async def test_the_last_frame_of_a_reveal_is_the_plain_painting() -> None:
    async def painted(*, reveal: bool) -> list[str]:
        async with transcript(4, size=(60, 30)) as (widget, app, pilot, monotonic):
            widget.reveal = reveal
            sent = question(101, state=MessageState.SENDING)
            widget.apply(step(sent))
            widget.apply(step(replace(sent, state=MessageState.ANSWERED), answer(102)))
            await pilot.pause()
            monotonic.now = 10.0
            await until(lambda: not widget.revealing)
            await pilot.pause()
            return screen_lines(app)

    assert await painted(reveal=True) == await painted(reveal=False)


async def test_a_reply_longer_than_the_pane_is_read_from_its_start() -> None:
    async with transcript(4) as (widget, app, pilot, monotonic):
        sent = question(101, state=MessageState.SENDING)
        widget.apply(step(sent))
        widget.apply(step(replace(sent, state=MessageState.ANSWERED), answer(102, LONG)))
        monotonic.now = 10.0
        await until(lambda: "Paragraph 5" in "\n".join(screen_lines(app)))
        lines = screen_lines(app)
        assert "Harbour" in lines[0]
        assert "Paragraph 0" in lines[1]
        await pilot.pause()


async def test_seconds_are_counted_only_while_something_is_on_its_way() -> None:
    async with transcript(4) as (widget, app, pilot, _clock):
        widget.apply(step(question(101, state=MessageState.SENDING)))
        await pilot.pause()
        assert any("answering…" in line for line in screen_lines(app))
        widget.apply(step(question(101, state=MessageState.FAILED)))
        await pilot.pause()
        lines = screen_lines(app)
        assert any("× Not sent" in line for line in lines)
        assert not any("answering…" in line for line in lines)


async def test_the_cursor_moves_over_messages_and_copies_their_source() -> None:
    async with transcript(6) as (widget, app, pilot, _clock):
        widget.focus()
        await pilot.press("k", "y")
        copied = app.heard(Transcript.CopyWanted)[-1]
        assert copied.options == [answer(6).content] or copied.options == [question(5).content]
        await pilot.press("g", "j", "y")
        assert app.heard(Transcript.CopyWanted)[-1].options == [answer(2).content]
        await pilot.press("enter")
        assert app.heard(Transcript.DetailsWanted)[-1].message == answer(2)


async def test_code_and_links_are_offered_one_by_one() -> None:
    text = "```\none\n```\n\n```py\ntwo\n```\n\n[a](https://a.example) https://b.example"
    async with transcript(0) as (widget, app, pilot, _clock):
        widget.open(page((answer(2, text),)), "Harbour")
        widget.focus()
        await pilot.press("c", "u")
        code, links = app.heard(Transcript.CopyWanted)
        assert code.options == ["one", "two"]
        assert links.options == ["https://a.example", "https://b.example"]


async def test_matches_are_marked_wherever_they_stand() -> None:
    async with transcript(2) as (widget, app, pilot, _clock):
        plain = app.export_screenshot()
        widget.sought = "question"
        await pilot.pause()
        assert app.export_screenshot() != plain
        widget.sought = "QUESTION"
        await pilot.pause()
        assert app.export_screenshot() == plain
        widget.sought = "harbour"  # the bot's name over its replies, which nobody has said
        await pilot.pause()
        assert app.export_screenshot() == plain


async def test_an_empty_pane_says_what_it_is_for() -> None:
    async with transcript(0) as (widget, app, pilot, _clock):
        widget.hint = Hint("A new session", "Ask what a visitor would ask.")
        await pilot.pause()
        text = "\n".join(screen_lines(app))
        assert "A new session" in text
        assert "Ask what a visitor would ask." in text


async def test_mouse_selection_copies_what_was_seen_across_messages() -> None:
    async with transcript(3, size=(60, 20)) as (widget, app, pilot, _clock):
        lines = screen_lines(app)
        first = next(i for i, line in enumerate(lines) if "Question 1?" in line)
        last = next(i for i, line in enumerate(lines) if "Question 3?" in line)
        await pilot.mouse_down(widget, offset=(2, first))
        await pilot.hover(widget, offset=(13, last))
        await pilot.mouse_up(widget, offset=(13, last))
        await pilot.pause()
        selected = app.screen.get_selected_text()
        assert selected is not None
        assert selected.startswith("Question 1?\n")
        assert "Answer 2." in selected
        assert selected.rstrip().endswith("Question 3?")


async def test_code_that_is_selected_with_the_mouse_is_copied_without_its_bars_and_folds() -> None:
    source = "1. Do this:\n\n   ```sh\n   first " + "x" * 60 + " last\n\n       second\n   ```\n"
    async with transcript(0, size=(40, 20)) as (widget, app, pilot, _clock):
        widget.open(page((answer(2, source),)), "Harbour")
        await pilot.pause()
        assert any("↳ x" in line for line in screen_lines(app))
        app.screen.selections = {widget: SELECT_ALL}
        selected = app.screen.get_selected_text()
        assert selected is not None
        assert "\nfirst " + "x" * 60 + " last\n\n    second" in selected


async def test_a_text_that_is_selected_with_the_mouse_is_copied_without_the_line_ends_of_the_pane() -> None:
    paragraph = "A paragraph that is far too long for this narrow pane, and goes on for a while."
    chinese = "这是一段很长的文字没有空格所以在每个字之间都可以换行并且继续写下去直到最后。"
    source = f"{paragraph}\nA line.\n\n- {paragraph}\n\n> {chinese}\n\n```make\nall:\n\techo\t1\n```"
    async with transcript(0, size=(40, 40)) as (widget, app, pilot, _clock):
        widget.open(page((question(1, f"{paragraph}\n\tend"), answer(2, source))), "Harbour")
        await pilot.pause()
        assert any("make" in line for line in screen_lines(app))
        app.screen.selections = {widget: SELECT_ALL}
        selected = app.screen.get_selected_text()
        assert selected is not None
        assert f"\n{paragraph}\n\tend\n" in selected
        assert f"\n{paragraph}\nA line.\n\n• {paragraph}\n\n{chinese}\n\nall:\n\techo\t1" in selected


async def test_a_part_of_a_line_that_goes_on_is_copied() -> None:
    async with transcript(0, size=(40, 20)) as (widget, app, pilot, _clock):
        widget.open(page((answer(2, "- " + "word " * 12 + "\n\n```sh\n\tx\n```"),)), "Harbour")
        await pilot.pause()
        lines = screen_lines(app)
        first = next(i for i, line in enumerate(lines) if "• word" in line)
        label = next(i for i, line in enumerate(lines) if "│ sh" in line)
        app.screen.selections = {widget: Selection(Offset(24, first), Offset(8, first + 1))}
        assert app.screen.get_selected_text() == "word word word word"
        app.screen.selections = {widget: Selection(Offset(2, label), Offset(8, label))}
        assert app.screen.get_selected_text() == "sh"


@pytest.mark.parametrize("size", [(20, 6), (120, 36), (60, 3)])
async def test_any_size_is_drawn(size: tuple[int, int]) -> None:
    async with transcript(20, size=size) as (_, app, _pilot, _clock):
        assert any(line.strip() for line in screen_lines(app))


actions = st.lists(
    st.tuples(st.sampled_from(["scroll", "resize", "append", "older"]), st.integers(0, 100)), max_size=8
)


@settings(max_examples=25, deadline=None)
@given(actions)
async def test_what_is_read_stays_in_view_whatever_happens(sequence: list[tuple[str, int]]) -> None:
    async with transcript(30, older=True) as (widget, app, pilot, _clock):
        oldest, newest = 1, 30
        widget.to_message(15)
        await pilot.pause()
        for name, number in sequence:
            key = widget.top_message
            if name == "scroll":
                widget.scroll_relative(y=number - 50, animate=False)
                await pilot.pause()
                continue
            if name == "resize":
                await pilot.resize_terminal(30 + number, 8 + number % 10)
            elif name == "append":
                newest += 1
                widget.apply(step(question(1000 + newest, state=MessageState.QUEUED)))
            else:
                widget.add_older(page(messages(4, first=oldest - 4), older=True))
                oldest -= 4
            await pilot.pause()
            if key is not None:
                assert widget.in_view(key)
        assert any(line.strip() for line in screen_lines(app))
