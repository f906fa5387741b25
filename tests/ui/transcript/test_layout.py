from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.ui.transcript.samples import NOW, SESSION, TEXTS, answer, messages, question
from tui.domain.faults import Fault, FaultKind
from tui.domain.models import MessageState
from tui.domain.transcript import TranscriptState
from tui.widgets.transcript.block import BlockMaker
from tui.widgets.transcript.layout import TranscriptLayout
from tui.widgets.transcript.revealing import Revealing
from tui.widgets.transcript.waits import Waits

if TYPE_CHECKING:
    from tui.widgets.transcript.lines import Line

widths = st.sampled_from([12, 30, 60, 100])


def whole(state: TranscriptState, width: int) -> TranscriptLayout:
    """All messages laid out at once, from the first."""
    layout = TranscriptLayout(BlockMaker(width, "Bot"), state, NOW)
    layout.start_at(0)
    layout.grow_down(10**9)
    return layout


def texts(layout: TranscriptLayout) -> list[str]:
    return [line.text for block in layout.blocks for line in block.lines]


steps = st.lists(st.tuples(st.booleans(), st.integers(1, 30)), max_size=20)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 25), widths, st.integers(0, 25), steps)
def test_layout_by_pieces_equals_layout_at_once(
    count: int, width: int, place: int, growth: list[tuple[bool, int]]
) -> None:
    state = TranscriptState(SESSION, messages(count))
    pieces = TranscriptLayout(BlockMaker(width, "Bot"), state, NOW)
    pieces.start_at(min(place, count))
    for upwards, lines in growth:
        (pieces.grow_up if upwards else pieces.grow_down)(lines)
    pieces.grow_up(10**6)
    pieces.grow_down(10**6)
    assert texts(pieces) == texts(whole(state, width))


def letters(lines: tuple[Line, ...]) -> str:
    return "".join(filter(str.isalnum, "".join(line.text for line in lines)))


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 12), widths, widths, st.integers(0, 10**6))
def test_an_anchor_finds_its_text_at_another_width(count: int, before: int, after: int, place: int) -> None:
    held = tuple(question(key, "words of a question " * key) for key in range(1, count + 1))
    first, second = (whole(TranscriptState(SESSION, held), width) for width in (before, after))
    line = place % first.height
    anchor = first.anchor(line)
    found = first.locate(line)
    assert anchor is not None
    assert found is not None
    block, offset = found
    assume(offset >= block.day)
    again = second.locate(second.line_of(anchor) or 0)
    assert again is not None
    assert again[0].message.key == block.message.key
    # The text above the line at the top is the same, but for what the new first line brings back into view.
    assert letters(block.lines[:offset]).startswith(letters(again[0].lines[: again[1]]))
    if letters(block.lines[offset:]):
        assert len(letters(again[0].lines[: again[1] + 1])) > len(letters(block.lines[:offset]))


@settings(deadline=None)
@given(st.integers(1, 20), st.integers(1, 20))
def test_an_update_covers_what_was_covered_and_what_is_new_at_the_end(old: int, new: int) -> None:
    layout = TranscriptLayout(BlockMaker(40, "Bot"), TranscriptState(SESSION, messages(old)), NOW)
    layout.grow_up(5)
    seen = layout.blocks[0].message.key
    grown = TranscriptState(SESSION, messages(old + new))
    layout.update(grown, NOW)
    assert layout.blocks[0].message.key == seen
    assert layout.blocks[-1].message.key == old + new
    assert texts(layout) == texts(whole(grown, 40))[-layout.height :]


@settings(deadline=None)
@given(st.sampled_from(TEXTS), widths, st.lists(st.floats(0, 5), min_size=1, max_size=8))
def test_a_reveal_shows_every_cell_once_and_ends_with_all(text: str, width: int, times: list[float]) -> None:
    block = BlockMaker(width, "Bot").make(answer(2, text), None, NOW)
    revealing = Revealing(block, 0.0)
    shown = dict.fromkeys(block.body, 0)
    for now in [*sorted(times), 10.0]:
        for line, first, cells in revealing.advance(now):
            assert first == shown[line]
            shown[line] += cells
        for index in block.body:
            assert revealing.visible_cells(index) == shown[index]
    assert revealing.done
    assert shown == {index: block.lines[index].cells for index in block.body}


def test_a_message_of_what_is_not_seen_says_so() -> None:
    state = TranscriptState(SESSION, (question(1, "\u3164\u115f"), answer(2, "\u034f \u2800\n")))
    assert sum("(no visible text)" in line for line in texts(whole(state, 60))) == 2


def test_a_clock_that_is_set_changes_no_wait() -> None:
    seconds = 0
    maker = BlockMaker(100, "Bot", Waits(lambda: seconds))
    sent = question(1, state=MessageState.SENDING)
    away = replace(
        question(2, state=MessageState.QUEUED),
        fault=Fault(FaultKind.AWAY, "Away", "It is away.", "", retryable=True, may_have_been_taken=False),
        retry_at=NOW + timedelta(seconds=20),
    )
    for seconds, clock in enumerate((NOW, NOW - timedelta(days=1), NOW + timedelta(days=1))):
        said = [line.text for message in (sent, away) for line in maker.make(message, None, clock).lines]
        assert any(f"answering… {3 + seconds} s" in line for line in said)
        assert any(f"again by itself in {20 - seconds} s" in line for line in said)
