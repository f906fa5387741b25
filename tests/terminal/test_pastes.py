"""Pastes at the terminal: nothing that is pasted is sent, however the line splits it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.terminal.client import ENTER, demo, leave, ready, say
from tui.terminal.pastes import END, START, Pasted, Pastes

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXTS = st.text(st.sampled_from("ab\r\x1b[20~;"), max_size=30)


def in_pieces(data: str, cuts: Iterable[int]) -> list[str]:
    edges = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def told(pieces: Iterable[str]) -> list[str]:
    """What comes out, with all that was typed between two pastes in one piece."""
    pastes, result = Pastes(), [""]
    for piece in pieces:
        for part in pastes.split(piece):
            if isinstance(part, Pasted):
                result += [part, ""]
            else:
                result[-1] += part
    return result


@given(
    typed=st.text(st.sampled_from("ab\r"), min_size=1, max_size=5),
    pasted=_TEXTS.filter(lambda text: END not in text + END[:-1]),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
def test_a_paste_is_whole_wherever_its_end_is_split(typed: str, pasted: str, cuts: list[int]) -> None:
    begun = [typed, START]
    assert told(begun + in_pieces(pasted + END + typed, cuts)) == [typed, pasted, typed]


@given(cut=st.integers(3, len(START)), pasted=st.text(st.sampled_from("ab\r"), max_size=5))
def test_a_start_that_comes_in_two_pieces_is_one(cut: int, pasted: str) -> None:
    assert told([START[:cut], START[cut:] + pasted + END]) == ["", pasted, ""]


@given(keys=st.lists(st.sampled_from(["a", "\x1b", "\x1b[A", "\x1b[2~", "\x1b[20~", "\x1bOP", "\x1b[["])))
def test_keys_pass_as_they_are(keys: list[str]) -> None:
    assert told(keys) == ["".join(keys)]


def test_after_a_paste_whose_end_the_line_splits_the_keys_work(env: dict[str, str]) -> None:
    with demo(env, 100, 30) as terminal:
        ready(terminal)
        terminal.type(f"{START}When are\x1b\ryou {'open ' * 20}{END[:3]}")
        terminal.read(0.5)  # longer than Textual waits for the rest of a sequence
        terminal.type(END[3:])
        terminal.until("open open")
        say(terminal, " on Sunday?")
        terminal.until("151 / 2,500")
        leave(terminal)


def test_a_paste_without_marks_is_not_sent(env: dict[str, str]) -> None:
    with demo(env, 100, 30) as terminal:
        ready(terminal)
        terminal.type("Hello, are\ryou open\ron Sundays\rin May?\r")
        terminal.until("nothing was sent")
        terminal.until("in May?")
        assert "150 / 2,500" in terminal.text
        terminal.read(0.2)
        terminal.type(ENTER)
        terminal.until("151 / 2,500")
        leave(terminal)
