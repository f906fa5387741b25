"""The theme follows the terminal's ground, and its answer never ends as typed text."""

from __future__ import annotations

import pytest

from tests.terminal.client import leave, opened, ready
from tui.terminal.colours import may_be_asked, says_light

QUESTION = b"\x1b]11;?\x07"
LIGHT_ANSWER = "\x1b]11;rgb:ffff/fdfd/e8e8\x1b\\"
DARK_ANSWER = "\x1b]11;rgb:0000/2b2b/3636\x07"
WHITE, DARK = b"48;2;255;255;255", b"48;2;18;21;27"


@pytest.fixture
def colourful(env: dict[str, str]) -> dict[str, str]:
    """A terminal of all colours."""
    return {**env, "COLORTERM": "truecolor"}


def test_a_light_ground_brings_the_light_theme_and_is_remembered(colourful: dict[str, str]) -> None:
    with opened(colourful) as terminal:
        ready(terminal)
        terminal.until(lambda _: QUESTION in terminal.written)
        assert WHITE not in terminal.written
        # Late, in pieces, between what is typed.
        terminal.type("half " + LIGHT_ANSWER[:9])
        terminal.read(0.2)
        terminal.type(LIGHT_ANSWER[9:] + "a thought")
        terminal.until(lambda text: "half a thought" in text and WHITE in terminal.written)
        # It tells of a change by itself.
        del terminal.written[:]
        terminal.type("\x1b[?997;1n")
        terminal.until(lambda _: DARK in terminal.written)
        terminal.type("\x1b[?997;2n")
        terminal.until(lambda _: WHITE in terminal.written)
        leave(terminal)
        assert b"\x1b[?2031l" in terminal.written
    for other in ({"TERM_PROGRAM": "another"}, {"SSH_TTY": "/dev/pts/9"}, {"TMUX": "/tmp/socket,1,0"}):
        with opened({**colourful, **other}) as terminal:
            ready(terminal)
            assert WHITE not in terminal.written
            leave(terminal)
    with opened(colourful) as terminal:
        ready(terminal)
        assert DARK not in terminal.written
        terminal.type(DARK_ANSWER)
        terminal.until(lambda _: DARK in terminal.written)
        leave(terminal)


def test_a_chosen_theme_is_never_overruled(colourful: dict[str, str]) -> None:
    with opened({**colourful, "COLORFGBG": "0;15"}, "--theme", "asyntai-dark") as terminal:
        ready(terminal)
        terminal.type(LIGHT_ANSWER + "x")
        terminal.until("› x")
        assert QUESTION not in terminal.written
        assert WHITE not in terminal.written
        leave(terminal)


def test_a_colorfgbg_tells_too() -> None:
    grounds = ("0;15", "0;default;15", "15;0", "15;default", "")
    assert [says_light({"COLORFGBG": ground}) for ground in grounds] == [True, True, False, None, None]


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "screen-256color", "TMUX": "x"}, True),
        ({"TERM": "screen"}, False),
        ({"TERM": "xterm-256color", "STY": "1.tty"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
)
def test_a_terminal_that_might_print_the_question_is_not_asked(environ: dict[str, str], asked: bool) -> None:
    assert may_be_asked(environ) is asked
