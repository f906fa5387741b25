"""Pastes at the terminal: nothing that is pasted is sent, however the line splits it."""

from __future__ import annotations

from tests.terminal.client import ENTER, demo, leave, ready, say
from tui.terminal.input.tokens import PASTE_END, PASTE_START


def test_after_a_paste_whose_end_the_line_splits_the_keys_work(env: dict[str, str]) -> None:
    with demo(env, 100, 30) as terminal:
        ready(terminal)
        terminal.type(f"{PASTE_START}When are\x1b\ryou {'open ' * 20}{PASTE_END[:3]}")
        terminal.read(0.5)  # longer than Textual waits for the rest of a sequence
        terminal.type(PASTE_END[3:])
        terminal.until("open open")
        say(terminal, " on Sunday?")
        terminal.until("151 / 2,500")
        leave(terminal)


def test_a_paste_without_marks_is_not_sent(env: dict[str, str]) -> None:
    with demo(env, 100, 30) as terminal:
        ready(terminal)
        terminal.type("Hello, are\ryou open\ron Sundays\rin May?\r")
        terminal.until("Enter came with other input: a new line")
        terminal.until("in May?")
        assert "150 / 2,500" in terminal.text
        terminal.read(0.2)
        terminal.type(ENTER)
        terminal.until("151 / 2,500")
        terminal.read(0.2)
        terminal.type("Thanks\r")
        terminal.until("152 / 2,500")
        leave(terminal)
