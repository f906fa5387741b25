"""The terminal's own cursor: where it stands, when it is seen, and what a typed character costs with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.terminal.client import CTRL_O, ESCAPE, drafts, leave, opened, ready
from tests.terminal.test_slow_line import is_silent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.terminal import Terminal

F2, LEFT = "\x1bOQ", "\x1b[D"
MOST, AIM = 12, 4
"""Bytes that a typed character may cost, and should."""


def caret(terminal: Terminal) -> tuple[int, int] | None:
    """Where the cursor is seen."""
    cursor = terminal.screen.cursor
    return None if cursor.hidden else (cursor.x, cursor.y)


def behind(terminal: Terminal, text: str) -> tuple[int, int]:
    """The cell behind a text."""
    lines = terminal.screen.display
    row = next(row for row, line in enumerate(lines) if text in line)
    return lines[row].index(text) + len(text), row


def comes_to(terminal: Terminal, text: str) -> None:
    """Wait until the cursor is seen behind a text."""
    terminal.until(lambda shown: text in shown and caret(terminal) == behind(terminal, text))


@pytest.mark.parametrize("thrift", ["on", "off"])
def test_it_is_where_the_next_letter_goes(env: dict[str, str], thrift: str, tmp_path: Path) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text(f'thrift = "{thrift}"\n')
    with opened(env, "--config", str(settings), columns=100) as terminal:
        ready(terminal)
        comes_to(terminal, "› ")
        terminal.type("half a thought")
        comes_to(terminal, "half a thought")
        terminal.type(LEFT * 4)
        comes_to(terminal, "half a tho")
        terminal.type(F2)
        terminal.until(lambda _: caret(terminal) is None)
        terminal.type(CTRL_O)
        terminal.until("Open a session")
        terminal.type("some")
        comes_to(terminal, "some")
        terminal.type(ESCAPE)
        terminal.until(lambda shown: "Open a session" not in shown and caret(terminal) is None)
        terminal.type(ESCAPE)
        terminal.until(lambda _: caret(terminal) is not None)
        leave(terminal)


def test_a_typed_character_costs_next_to_nothing(env: dict[str, str]) -> None:
    with opened(env, columns=120, rows=36) as terminal:
        ready(terminal)
        terminal.type("W")
        terminal.until("* now")  # the first one makes a draft
        terminal.until(lambda _: is_silent(terminal, 0.5))
        before = len(terminal.written)
        text = "hen,are,you,open?"
        for count, letter in enumerate(text, 1):
            terminal.type(letter)
            terminal.until("W" + text[:count])
        assert len(terminal.written) - before <= AIM * len(text)
        for _ in text:
            before = len(terminal.written)
            terminal.type(LEFT)
            terminal.read(0.05)
            assert len(terminal.written) - before <= MOST
        leave(terminal)


@pytest.mark.parametrize(
    ("keys", "draft"),
    [
        ("\x1b[200~x👨‍👩‍👧\x1b[201~\x7fX", "xX"),
        ("\x1b[200~x🇩🇪\x1b[201~\x1b[DX", "xX🇩🇪"),
        ("old text\x7f\x7fnew", "old tenew"),
    ],
    ids=["a family", "a flag", "letters"],
)
def test_in_one_read_with_its_keys(env: dict[str, str], keys: str, draft: str) -> None:
    with opened(env) as terminal:
        ready(terminal)
        terminal.type(keys)
        terminal.until(f"› {draft[:2]}")
        leave(terminal)
    assert drafts(env) == [draft]
