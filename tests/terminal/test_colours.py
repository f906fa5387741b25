"""What is sent to each terminal: only colours and attributes that it has, and a theme that suits it."""

from __future__ import annotations

import re

import pytest

from tests.terminal.client import CTRL_O, ESCAPE, leave, opened, ready
from tui.domain.launch import Colours
from tui.terminal.colours import colours_of

SGR = re.compile(rb"\x1b\[([\d;:]*)m")
SIXTEEN = {*range(30, 38), 39, *range(40, 48), 49, *range(90, 98), *range(100, 108)}
"""SGR parameters of the sixteen colours (ECMA-48, and aixterm's bright ones)."""
FULL = {1, 2, 3, 4, 7, 9}


def sent(env: dict[str, str], *options: str) -> list[list[int]]:
    """Every SGR sequence of a short visit, with a dialog in it, each as its parameters."""
    with opened(env, *options) as terminal:
        ready(terminal)
        terminal.type(CTRL_O)
        terminal.until("Open a session")
        terminal.read(0.3)
        terminal.type(ESCAPE)
        terminal.until(lambda text: "Open a session" not in text)
        leave(terminal)
        found = SGR.findall(bytes(terminal.written))
    return [[int(part or 0) for part in each.split(b";")] for each in found]


def colours(sequences: list[list[int]]) -> set[tuple[int, ...]]:
    """What is set by them: plain parameters by themselves, extended colours as ``(38, kind)``."""
    seen: set[tuple[int, ...]] = set()
    for sequence in sequences:
        numbers = iter(sequence)
        for number in numbers:
            if number in {38, 48}:
                kind = next(numbers)
                values = [next(numbers) for _ in range(3 if kind == 2 else 1)]
                assert all(0 <= value <= 255 for value in values)
                seen.add((number, kind))
            else:
                seen.add((number,))
    return seen


@pytest.mark.parametrize(
    ("variables", "legal"),
    [
        ({"TERM": "xterm"}, SIXTEEN | FULL),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, SIXTEEN | {1, 2, 4, 7}),
        ({"TERM": "screen"}, SIXTEEN | {1, 2, 4, 7}),
        ({"TERM": "vt100"}, {1, 4, 7}),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, FULL),
    ],
    ids=["xterm", "linux", "screen", "vt100", "NO_COLOR"],
)
def test_a_terminal_is_sent_only_what_it_has(
    env: dict[str, str], variables: dict[str, str], legal: set[int]
) -> None:
    seen = colours(sent({**env, **variables}))
    assert seen <= {(number,) for number in legal | {0}}
    assert (1,) in seen, "what is strong is bold"


@pytest.mark.parametrize(("colorterm", "kind"), [("", 5), ("truecolor", 2)])
def test_more_colours_are_used_where_there_are(env: dict[str, str], colorterm: str, kind: int) -> None:
    seen = colours(sent({**env, "TERM": "tmux-256color", "COLORTERM": colorterm}))
    assert {each for each in seen if len(each) == 2} == {(38, kind), (48, kind)}


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"TERM": "xterm"}, Colours.SIXTEEN),
        ({}, Colours.SIXTEEN),
        ({"TERM": "xterm-256color"}, Colours.MANY),
        ({"TERM": "xterm-kitty"}, Colours.ALL),
        ({"TERM": "xterm-direct"}, Colours.ALL),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, Colours.ALL),
        ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "STY": "1.tty"}, Colours.MANY),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, Colours.SIXTEEN),
        ({"TERM": "vt220"}, Colours.NONE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}, Colours.NONE),
    ],
)
def test_the_environment_tells_how_many_colours_there_are(environ: dict[str, str], told: Colours) -> None:
    assert colours_of(environ) is told


def test_a_theme_that_a_person_chose_is_shown_on_sixteen_colours_too(env: dict[str, str]) -> None:
    seen = colours(sent({**env, "TERM": "xterm"}, "--theme", "asyntai-light"))
    assert (107,) in seen, "a white ground"
    assert all(len(each) == 1 for each in seen)
