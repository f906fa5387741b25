"""The main job in a real pseudo-terminal: from the command to a revealed reply, and out again."""

from __future__ import annotations

import pytest

from tests.terminal.client import CTRL_T, ENTER, ESCAPE, assert_restored, cells, demo, leave, ready, say


@pytest.mark.parametrize(
    ("term", "columns", "rows"),
    [("xterm-256color", 120, 36), ("xterm", 80, 24), ("linux", 40, 12)],
)
def test_from_the_command_to_a_revealed_reply_and_out(
    own_env: dict[str, str], term: str, columns: int, rows: int
) -> None:
    with demo({**own_env, "TERM": term}, columns, rows) as terminal:
        ready(terminal)
        assert "sandbox" in terminal.text
        assert "150 / 2,500" in terminal.text
        say(terminal, "When are you open at the weekend?")
        terminal.until("At the weekend and on Sundays")
        terminal.until("151 / 2,500")
        terminal.type(ESCAPE)
        terminal.until("On Saturdays the shop is open")
        leave(terminal)
        assert_restored(terminal)


def test_another_website_and_its_language(own_env: dict[str, str]) -> None:
    with demo(own_env, 120, 36) as terminal:
        ready(terminal)
        terminal.type(CTRL_T)
        terminal.until("Choose a website")
        terminal.type("golon")
        terminal.until("Taller La Golondrina")
        terminal.read(0.2)
        terminal.type(ENTER)
        terminal.until("Ask Taller La Golondrina")
        say(terminal, "¿Cuál es el horario?")
        terminal.until(lambda text: "viernes" in text or "sábado" in text.lower())
        leave(terminal)


def test_what_was_done_is_there_at_the_next_start(own_env: dict[str, str]) -> None:
    with demo(own_env, 120, 36) as terminal:
        ready(terminal)
        say(terminal, "Do you sell decaf?")
        terminal.until("151 / 2,500")
        terminal.type("half a thou")
        terminal.until("half a thou")
        leave(terminal)
    with demo(own_env, 120, 36) as terminal:
        terminal.until("151 / 2,500")
        text = terminal.until("half a thou")
        assert "Do you sell decaf?" in text
        leave(terminal)


def test_the_window_may_change_its_size_at_any_time(own_env: dict[str, str]) -> None:
    with demo(own_env, 120, 36) as terminal:
        ready(terminal)
        say(terminal, "When are you open at the weekend?")
        terminal.until("On Saturdays the shop")
        for columns, rows in ((40, 12), (80, 24), (200, 60), (30, 8), (120, 36)):
            terminal.resize(columns, rows)
            terminal.read(0.3)
        text = terminal.until("On Saturdays the shop")
        assert "Ctrl+Q" in text
        leave(terminal)


def test_a_storm_of_sizes_ends_in_the_same_screen(own_env: dict[str, str]) -> None:
    with demo(own_env, 80, 24) as terminal:
        ready(terminal)
        terminal.until("A new session")
        terminal.read(1.0)
        before = cells(terminal)
        for number in range(60):
            terminal.resize(30 + 7 * number % 90, 8 + 5 * number % 30)
        terminal.resize(80, 24)
        terminal.until(lambda _: cells(terminal) == before)
        # There and back before a frame is drawn: what was cut off is to be there again.
        terminal.resize(50, 12)
        terminal.resize(80, 24)
        terminal.until(lambda _: cells(terminal) == before)
        leave(terminal)
