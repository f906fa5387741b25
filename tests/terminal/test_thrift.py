from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from tui.terminal.dialect import Dialect
from tui.terminal.thrift import SYNC_BEGIN, SYNC_END, Thrift

WIDTH, HEIGHT = 24, 6

styles = st.sampled_from(["", "1", "1;3", "38;5;111;48;5;16", "1;38;2;1;2;3;48;5;16", "7", "31;44", "4;97"])
# pyte places joined emoji and right-to-left text in ways of its own: no emulator is a judge of those.
texts = st.text("abc xyz.-│─ 日本語é…", max_size=WIDTH)
runs = st.lists(st.tuples(styles, texts), max_size=4)
frames = st.dictionaries(st.integers(0, HEIGHT - 1), runs, max_size=HEIGHT)


def line(y: int, parts: list[tuple[str, str]]) -> str:
    """A line as Textual writes it: placed absolutely, never longer than there is room."""
    written, room = f"\x1b[{y + 1};1H", WIDTH
    for style, text in [*parts, ("", " " * WIDTH)]:
        fitting = set_cell_size(text, min(room, cell_len(text)))
        room -= cell_len(fitting)
        written += f"\x1b[{style}m{fitting}\x1b[0m" if style else fitting
    return written


def written(frame: dict[int, list[tuple[str, str]]]) -> str:
    """A frame as Textual writes one."""
    return "\n".join(line(y, parts) for y, parts in sorted(frame.items())) + "\x1b[1;1H"


def filled(text: str, style: str = "") -> dict[int, list[tuple[str, str]]]:
    """A frame with the same on every line."""
    return {y: [(style, text)] for y in range(HEIGHT)}


def seen(cell: pyte.screens.Char) -> object:
    """What of a cell can be seen: of a plain space, only its ground."""
    plain = cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough)
    return cell.bg if plain else cell


class Emulator:
    """A terminal of its own mind, with wrapping off as Textual sets it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)
        self._stream.feed("\x1b[?7l")

    def feed(self, data: str) -> None:
        self._stream.feed(data)

    @property
    def cells(self) -> list[list[object]]:
        return [[seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]

    @property
    def cursor(self) -> tuple[int, int]:
        return self.screen.cursor.x, self.screen.cursor.y


@settings(max_examples=400, deadline=None)
@given(st.booleans(), st.lists(frames, max_size=6))
def test_the_terminal_shows_the_same_with_thrift_and_without(
    erases: bool,
    sequence: list[dict[int, list[tuple[str, str]]]],
) -> None:
    plain, thrifty = Emulator(), Emulator()
    thrift = Thrift(WIDTH, HEIGHT, erases=erases)
    for frame in [filled(""), *sequence]:
        data = written(frame)
        plain.feed(data)
        thrifty.feed(thrift.squeeze(data))
        assert thrifty.cells == plain.cells
        assert thrifty.cursor == plain.cursor


def test_a_frame_that_changes_nothing_sends_nothing() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    data = written(filled(""))
    assert thrift.squeeze(data)
    assert thrift.squeeze(SYNC_BEGIN) + thrift.squeeze(data) + thrift.squeeze(SYNC_END) == ""


def test_one_changed_letter_costs_a_move_and_the_letter() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    thrift.squeeze(written({2: [("38;5;111", "a line of text".ljust(WIDTH, "."))]}))
    sent = thrift.squeeze(written({2: [("38;5;111", "a line of test".ljust(WIDTH, "."))]}))
    assert sent == "\x1b[3;13Hs\x1b[1;1H"


def test_a_line_with_joined_emoji_is_sent_whole() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    thrift.squeeze(written({0: [("", "👨‍👩‍👧 family a")]}))
    sent = thrift.squeeze(written({0: [("", "👨‍👩‍👧 family b")]}))
    assert "👨‍👩‍👧" in sent
    assert " family b" in sent


@pytest.mark.parametrize("odd", ["👨‍👩‍👧", "👍🏽", "🇯🇵", "❤️", "1️⃣", "👨‍👩‍👧🇯🇵👍🏽"])
def test_what_follows_an_emoji_is_in_its_column_though_the_terminal_draws_it_in_parts(odd: str) -> None:
    emulator, thrift = Emulator(), Thrift(WIDTH, HEIGHT)
    emulator.feed(thrift.squeeze(written(filled("#" * WIDTH))))
    emulator.feed(thrift.squeeze(written({0: [("1", f"to {odd}!"), ("", " and on"), ("7", "│")]})))
    column = 3 + cell_len(odd)
    assert emulator.screen.display[0].count("#") == 0
    row = "".join(emulator.screen.buffer[0][x].data for x in range(column, WIDTH))
    assert row.rstrip() == "! and on│"


def test_at_the_end_of_a_line_an_emoji_that_is_drawn_in_parts_stays_in_it() -> None:
    emulator, thrift = Emulator(), Thrift(WIDTH, HEIGHT)
    emulator.feed(thrift.squeeze(written(filled("#" * WIDTH))))
    emulator.feed(thrift.squeeze(written({0: [("", "." * (WIDTH - 2) + "👨‍👩‍👧")]})))
    assert emulator.screen.display[1] == "#" * WIDTH


def test_what_is_not_understood_passes_and_all_is_sent_again() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    data = written(filled(""))
    thrift.squeeze(data)
    assert thrift.squeeze("\x1b[2J") == "\x1b[2J"
    assert len(thrift.squeeze(data)) > WIDTH * HEIGHT


def test_modes_pass_and_what_is_shown_stays_known() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    data = written(filled(""))
    thrift.squeeze(data)
    assert thrift.squeeze("\x1b[?1003h") == "\x1b[?1003h"
    assert thrift.squeeze(data) == ""


def test_entering_the_alternate_screen_forgets_what_was_shown() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    data = written(filled(""))
    thrift.squeeze(data)
    thrift.squeeze("\x1b[?1049h")
    assert len(thrift.squeeze(data)) > WIDTH * HEIGHT


def test_only_a_large_frame_is_a_synchronised_update() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    small = {0: [("1", "x" * WIDTH)]}
    large = {y: [(f"38;5;{x}", "x") for x in range(WIDTH)] for y in range(HEIGHT)}
    for frame, synchronised in ((small, False), (large, True)):
        sent = "".join(map(thrift.squeeze, [SYNC_BEGIN, written(frame), SYNC_END]))
        assert sent.startswith(SYNC_BEGIN) is synchronised
        assert sent.endswith(SYNC_END) is synchronised


@pytest.mark.parametrize(
    ("start", "end", "sent"),
    [
        ((5, 2), (4, 2), "\x1b[D"),
        ((9, 2), (2, 2), "\x1b[7D"),
        ((5, 2), (6, 2), "\x1b[C"),
        ((5, 2), (5, 1), "\x1b[A"),
        ((5, 2), (5, 4), "\x1b[2B"),
        ((5, 2), (0, 3), "\x1b[4;1H"),
        ((5, 2), (1, 4), "\x1b[5;2H"),
    ],
)
def test_the_cursor_goes_the_shortest_way(start: tuple[int, int], end: tuple[int, int], sent: str) -> None:
    thrift, emulator = Thrift(WIDTH, HEIGHT), Emulator()
    emulator.feed(thrift.squeeze(written(filled(""))))
    emulator.feed(thrift.squeeze(f"\x1b[{start[1] + 1};{start[0] + 1}H"))
    moved = thrift.squeeze(f"\x1b[{end[1] + 1};{end[0] + 1}H")
    assert moved == sent
    emulator.feed(moved)
    assert emulator.cursor == end


def test_behind_text_of_uncertain_width_the_cursor_is_placed_anew() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    frame = line(2, [("", "سلام")]) + "\x1b[3;5H"
    assert thrift.squeeze(frame).endswith("\x1b[3;5H")


def test_a_long_blank_is_erased_where_the_terminal_erases_in_the_ground_of_the_pen() -> None:
    thrift = Thrift(WIDTH, HEIGHT, erases=True)
    thrift.squeeze(written(filled("#" * WIDTH)))
    sent = thrift.squeeze(line(2, [("31;44", "a"), ("44", " " * (WIDTH - 2)), ("31;44", "b")]))
    assert sent == f"\x1b[2B\x1b[31;44ma\x1b[{WIDTH - 2}X\x1b[{WIDTH - 2}Cb\x1b[3;{WIDTH + 1}H"


@pytest.mark.parametrize("style", ["4", "7;44"])
def test_a_blank_that_shows_more_than_its_ground_is_written(style: str) -> None:
    thrift = Thrift(WIDTH, HEIGHT, erases=True)
    thrift.squeeze(written(filled("#" * WIDTH)))
    assert " " * WIDTH in thrift.squeeze(line(2, [(style, " " * WIDTH)]))


@pytest.mark.parametrize(
    ("environ", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "xterm-256color", "STY": "1.pts"}, False),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "vt220"}, False),
        ({}, False),
    ],
)
def test_erasing_is_left_to_terminals_that_do_it_in_colour(environ: dict[str, str], erases: bool) -> None:
    assert Dialect(environ).erases_in_colour is erases


def test_a_hidden_cursor_stays_where_the_drawing_ends() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    thrift.squeeze(written(filled("")))
    thrift.leaves_cursor = False
    assert thrift.squeeze(line(2, [("", "a")]) + "\x1b[1;1H") == "\x1b[2Ba"


def test_an_address_is_sent_with_its_cells_and_ended_behind_them() -> None:
    thrift = Thrift(WIDTH, HEIGHT)
    frame = "\x1b[1;1H\x1b]8;id=77;https://a.example/\x1b\\\x1b[4mhere\x1b[0m\x1b]8;;\x1b\\ and on"
    (start, end) = ("\x1b]8;id=", ";https://a.example/\x1b\\here\x1b]8;;\x1b\\")
    sent = thrift.squeeze(frame)
    assert sent.count("\x1b]8;") == 2
    assert start in sent
    assert end in sent
    assert thrift.squeeze(frame) == ""
    assert "\x1b]8;" in thrift.squeeze(frame.replace("https://a.example/", "https://b.example/"))


@pytest.mark.parametrize(
    ("term", "tmux", "linked"),
    [("xterm-256color", "", True), ("screen-256color", "/tmp/x,1,0", True), ("screen", "", False)]
    + [(term, "", False) for term in ("linux", "vt100", "ansi")],
)
def test_addresses_go_to_terminals_that_have_them(term: str, tmux: str, linked: bool) -> None:
    environ = {"TERM": term, "LANG": "C.UTF-8"} | ({"TMUX": tmux} if tmux else {})
    said = Dialect(environ).say("\x1b]8;id=1;https://a.example/\x1b\\here\x1b]8;;\x1b\\")
    assert ("\x1b]8;" in said) == linked
    assert "here" in said


def test_nothing_of_a_frame_that_is_not_understood_comes_back_with_the_next_one() -> None:
    thrift = Thrift(10, 1)
    thrift.squeeze("\x1b[1;1Habc")
    strange = "\x1b[1;1Hxyz\x1b[9z\x1b[1;1H123"
    assert thrift.squeeze(strange) == strange
    assert "x" not in thrift.squeeze("\x1b[1;5Hq")
