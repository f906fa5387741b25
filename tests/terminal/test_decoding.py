"""Sequences cut and decoded, however the line splits them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tui.enter_in_text import EnterInText
from tui.terminal.input.decoder import Decoder
from tui.terminal.input.reports import Ground
from tui.terminal.input.tokens import (
    INTRODUCER_PATIENCE,
    KEY_PATIENCE,
    PASTE_END,
    PASTE_START,
    STRING_PATIENCE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

ST, BEL = "\x1b\\", "\x07"


def decoded(*pieces: str, gap: float = 0.0) -> list[Message]:
    """What the pieces are, each coming ``gap`` seconds after the one before."""
    decoder, at = Decoder(), 100.0
    found: list[Message] = []
    for piece in pieces:
        found += decoder.feed(piece, at)
        if gap >= KEY_PATIENCE:
            found += decoder.idle(at + KEY_PATIENCE)
        at += gap
    return found + decoder.idle(at + KEY_PATIENCE)


def keys(*pieces: str, gap: float = 0.0) -> list[str]:
    return [event.key for event in decoded(*pieces, gap=gap) if isinstance(event, events.Key)]


def text(*pieces: str, gap: float = 0.0) -> str:
    """What is typed."""
    found = [event for event in decoded(*pieces, gap=gap) if isinstance(event, events.Key)]
    return "".join(event.character or "" for event in found if event.is_printable)


def in_pieces(data: str, cuts: Iterable[int]) -> list[str]:
    edges = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    ("sequence", "wanted"),
    [
        # xterm, rxvt, the Linux console
        ("\x1b[A", "up"),
        ("\x1bOA", "up"),
        ("\x9bA", "up"),
        ("\x1b[1;5D", "ctrl+left"),
        ("\x1b[3;5~", "ctrl+delete"),
        ("\x1b[3$", "shift+delete"),
        ("\x1bOP", "f1"),
        ("\x1b[[A", "f1"),
        ("\x1b[11~", "f1"),
        ("\x1b[13~", "f3"),
        ("\x1b[1;2R", "shift+f3"),
        ("\x1bO5P", "ctrl+f1"),
        ("\x1bO1;5P", "ctrl+f1"),
        ("\x1b[24;5~", "ctrl+f12"),
        ("\x1b[Z", "shift+tab"),
        ("\x1bOM", "enter"),
        ("\x1b[27;2;13~", "shift+enter"),
        ("\x1b[27;5;1081~", "ctrl+q"),
        # Escape and a character in one piece
        ("\x1b\r", "shift+enter"),
        ("\x1b\n", "shift+enter"),
        ("\x1b\x7f", "alt+backspace"),
        ("\x1bj", "alt+j"),
        ("\x1bJ", "alt+shift+j"),
        ("\x1bb", "ctrl+left"),
        ("\x1b[98;3u", "ctrl+left"),
        ("\x1b[102;3;102u", "ctrl+right"),
        ("\x1b[27;3;98~", "ctrl+left"),
        ("\x1b[7^", "ctrl+home"),
        ("\x1b[8^", "ctrl+end"),
        # Kitty's protocol
        ("\x1b[13u", "enter"),
        ("\x1b[13;2u", "shift+enter"),
        ("\x1b[13;3u", "shift+enter"),
        ("\x1b[13;1:2u", "enter"),
        ("\x1b[57414u", "enter"),
        ("\x1b[9;2u", "shift+tab"),
        ("\x1b[27;2u", "escape"),
        ("\x1b[127;2u", "backspace"),
        ("\x1b[127;5u", "ctrl+backspace"),
        ("\x1b[127;3u", "alt+backspace"),
        ("\x1b[3;2~", "shift+delete"),
        ("\x1b[1;1:1A", "up"),
        ("\x1b[113;5u", "ctrl+q"),
        ("\x1b[113;69u", "ctrl+q"),
        ("\x1b[113;133u", "ctrl+q"),
        ("\x1b[81;5u", "ctrl+q"),
        ("\x1b[113:81;6u", "ctrl+shift+q"),
        ("\x1b[104;5u", "backspace"),
        ("\x1b[105;5u", "tab"),
        ("\x1b[109;5u", "enter"),
        ("\x1b[91;5u", "escape"),
        ("\x1b[106;5u", "ctrl+j"),
        # Ctrl+_, where the keys are of several layouts
        ("\x1f", "ctrl+underscore"),
        ("\x1b[95;5u", "ctrl+underscore"),
        ("\x1b[95;6u", "ctrl+underscore"),
        ("\x1b[45;6u", "ctrl+underscore"),
        ("\x1b[45:95;6u", "ctrl+underscore"),
        ("\x1b[47;5u", "ctrl+underscore"),
        ("\x1b[55;5u", "ctrl+underscore"),
        ("\x1b[55:47;6u", "ctrl+underscore"),
        ("\x1b[46::47;5u", "ctrl+underscore"),
        # Another layout, with what the terminal says of the key, and without
        ("\x1b[1081::113;5u", "ctrl+q"),
        ("\x1b[1081;5u", "ctrl+q"),
        ("\x1b[1049;5u", "ctrl+q"),
        ("\x1b[1110;5u", "ctrl+s"),
        ("\x1b[960;5u", "ctrl+p"),
        ("\x1b[59::113;5u", "ctrl+q"),
        ("\x1b[1500;5u", "ctrl+k"),
        ("\x1b[47::113;5u", "ctrl+q"),
        ("\x1b[1602;5u", "ctrl+r"),
        ("\x1b[1092::97;3u", "alt+a"),
        ("\x1b[97;7;97u", "alt+ctrl+a"),
        ("\x1b[97;8;65u", "alt+ctrl+shift+a"),
        # AZERTY and Dvorak are Latin: the letter counts, not its place
        ("\x1b[113::97;5u", "ctrl+q"),
        ("\x1b[59::122;5u", "ctrl+semicolon"),
    ],
)
def test_a_sequence_is_a_key_that_types_nothing(sequence: str, wanted: str) -> None:
    assert (keys(sequence), text(sequence)) == ([wanted], "")


@pytest.mark.parametrize(
    ("sequence", "wanted"),
    [
        ("\x1b[97u", "a"),
        ("\x1b[97;;97u", "a"),
        ("\x1b[97;2u", "A"),
        ("\x1b[97:65;2;65u", "A"),
        ("\x1b[65;2u", "A"),
        ("\x1b[97;65u", "A"),
        ("\x1b[97;66u", "a"),
        ("\x1b[97;129u", "a"),
        ("\x1b[32u", " "),
        ("\x1b[32;1u", " "),
        ("\x1b[32;2u", " "),
        ("\x1b[49;2u", "!"),
        ("\x1b[49:33;2u", "!"),
        ("\x1b[33;2u", "!"),
        ("\x1b[55:47;2;47u", "/"),
        ("\x1b[27;2;47~", "/"),
        ("\x1b[27;2;65~", "A"),
        ("\x1b[1081;2u", "Й"),
        ("\x1b[223;2u", "ß"),
        ("\x1b[0;;229u", "å"),
        ("\x1b[0;;26085:26412u", "日本"),
        ("\x1b[97;3;229u", "å"),
        ("\x1b[113;7;64u", "@"),
        ("\x1b[57400u", "1"),
        ("\x1b[57400;;49u", "1"),
        ("\x1b[57413;129u", "+"),
        ("\x1bOk", "+"),
        # What Python does not count among the printed: joiners, wide and unbroken spaces, private use
        ("👨\u200d👩", "👨\u200d👩"),
        ("\x1b[0;;128104:8205:128105u", "👨\u200d👩"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("日\u3000本", "日\u3000本"),
        ("\xa0", "\xa0"),
        ("\x1b[160u", "\xa0"),
        ("\ue0b0", "\ue0b0"),
        ("\u202ea\u2066b\u200bc\ufeff", "abc"),
    ],
)
def test_a_sequence_is_a_key_that_types(sequence: str, wanted: str) -> None:
    assert text(sequence) == wanted


REPORTS = [
    "\x1b[97;1:3u",
    "\x1b[1;1:3A",
    "\x1b[3;1:3~",
    "\x1b[97;1:9u",
    "\x1b[1;1:9A",
    "\x1b[97;;99999999u",
    "\x1b[97;;55357u",
    "\x1b[99999999u",
    "\x1b[1114112u",
    "\x1b[55296u",
    "\x1b[97;99999u",
    f"\x1b[{'9' * 5000}u",
    "\x1b[57441;2u",
    "\x1b[57358u",
    "\x1b[60000u",
    "\x1b[?64;1;2c",
    "\x1b[>41;390;0c",
    "\x1b[=1;2c",
    "\x1b[?25u",
    "\x1b[?1u",
    "\x1b[24;80R",
    "\x1b[1;1R",
    "\x1b[?1;1R",
    "\x1b[0n",
    "\x1b[?2004;1$y",
    "\x1b[4;2$y",
    "\x1b[8;24;80t",
    "\x1b[4;600;800t",
    "\x1b[48;0;80;0;0t",
    "\x1b[?1;0;256S",
    "\x1b[99~",
    "\x1b[99;2~",
    "\x1b[201~",
    "\x1b[32;20;10M",
    "\x1b[M !!",
    "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "\x1b]4;1;rgb:ffff/ffff/ffff\x1b\\",
    "\x1b]52;c;aGVsbG8=\x07",
    f"\x1b]52;c;{'aGVs' * 5000}\x07",
    "\x9d10;rgb:ffff/ffff/ffff\x9c",
    "\x1bP>|XTerm(390)\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1bP!|00000000\x1b\\",
    "\x1bP0+r\x1b\\",
    "\x1bP0$r\x1b\\",
    "\x1b[38:2:1:2:3m",
    "\x1b[65;30;97;1;0;1_",
    "\x1b]99;i=1:p=?;p=title\x1b\\",
    "\x1b]1337;ReportCellSize=16.0;8.0\x1b\\",
    "\x1b]10;rgb\x00:ffff/ffff/ffff\x07",
    "\x1b[?64\x00;1;2c",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstring\x1b\\",
    "\x1b[<35;20;10M",
    "\x1b[<0;-1;5M",
    "\x1b[I",
    "\x1b[O",
    "\x1b[?2026;2$y",
    "\x1b]11;rgb:ffff/ffff/ffff\x07",
    "\x1b[?997;1n",
]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: repr(report[:30]))
def test_no_part_of_a_report_is_a_key_wherever_it_is_split(report: str) -> None:
    head = 3 if report[:2] in {"\x1b^", "\x1bX"} else 2
    cuts = range(head, min(len(report), 60))
    assert keys("a", report, "b") == ["a", "b"]
    for cut in cuts:
        assert keys(f"a{report[:cut]}", f"{report[cut:]}b", gap=1.0) == ["a", "b"], cut


@pytest.mark.parametrize("report", ["\x1b]52;c;aGVs\r\nbG8=\x07", "\x1bP1+r544e=78\n\t74\x1b\\"])
def test_a_report_of_several_lines_is_one_report(report: str) -> None:
    for cut in range(2, len(report)):
        assert keys(f"a{report[:cut]}", f"{report[cut:]}b") == ["a", "b"], cut


@pytest.mark.parametrize(
    "rest",
    [
        "[I",
        "[<35;20;10M",
        "[?64;1;2c",
        "[24;80R",
        "[97;;99999999u",
        "[97;1:3u",
        "[99~",
        "]10;rgb:f/f/f\x07",
        "P>|XTerm\x1b\\",
        "P1$r0m\x1b\\",
        "P0+r\x1b\\",
        "P1+r544e=787465726d\x1b\\",
        "_Gi=31;OK\x1b\\",
    ],
)
def test_what_comes_long_after_its_escape_is_not_typed(rest: str) -> None:
    assert keys("\x1b", rest, "x", gap=1.0) == ["escape", "x"]
    assert keys("\x1b", "x", rest, gap=1.0) != ["escape", "x"]
    if rest != "[I":
        assert keys(f"\x1b{rest[0]}", f"{rest[1:]}x", gap=2 * INTRODUCER_PATIENCE) == ["x"]


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [("[3~", "delete"), ("OQ", "f2"), ("[97;5u", "ctrl+a"), ("[13u", "enter"), ("[[A", "f1")],
)
def test_a_key_that_comes_long_after_its_escape_types_nothing(rest: str, wanted: str) -> None:
    assert (keys("\x1b", rest, "x", gap=1.0), text("\x1b", rest, gap=1.0)) == (["escape", wanted, "x"], "")


def test_a_paste_that_comes_long_after_its_escape_is_one() -> None:
    found = decoded("\x1b", f"{PASTE_START[1:]}one\rtwo{PASTE_END}", gap=1.0)
    assert [event.text for event in found if isinstance(event, events.Paste)] == ["one\rtwo"]
    assert len(found) == 2


@given(st.lists(st.sampled_from([*REPORTS, "a", "é", "日"]), max_size=6), st.lists(st.integers(0, 500)))
def test_what_is_typed_between_reports_arrives(parts: list[str], cuts: list[int]) -> None:
    wanted = [part for part in parts if len(part) == 1]
    assert keys(*in_pieces("".join(parts), cuts)) == wanted


@given(
    st.lists(st.text("\x1b[]OPM<?;:0129~u$\x07\\\r aZé\x9b", max_size=8), max_size=8), st.sampled_from([0, 1])
)
def test_whatever_comes_something_can_be_typed_behind_it(pieces: list[str], gap: float) -> None:
    decoder, at = Decoder(), 100.0
    for piece in pieces:
        decoder.feed(piece, at)
        at += gap
    if PASTE_START not in "".join(pieces):
        at += STRING_PATIENCE
        decoder.idle(at)
        found = [*decoder.feed("\x15", at), *decoder.feed("x", at)]
        assert [event.key for event in found if isinstance(event, events.Key)][-1] == "x"


def test_an_escape_alone_is_a_key_and_so_is_each_of_two() -> None:
    assert keys("\x1b") == ["escape"]
    assert keys("\x1b\x1b") == ["escape", "escape"]
    assert keys("\x1b", "x", gap=KEY_PATIENCE) == ["escape", "x"]
    assert keys("\x1b\x1b[A") == ["escape", "up"]


@pytest.mark.parametrize("sequence", ["\x1b[A", "\x1bOP", "\x1b[3~", "\x1b[13;2u", "\x1b[1;5D"])
def test_a_key_that_a_slow_line_splits_is_whole(sequence: str) -> None:
    for cut in range(2, len(sequence)):
        assert keys(sequence[:cut], sequence[cut:], gap=1.0) == keys(sequence)


@pytest.mark.parametrize("introducer", ["\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX"])
def test_alt_and_a_key_that_begins_a_sequence_swallows_nothing_for_long(introducer: str) -> None:
    assert keys(introducer, "hello", gap=INTRODUCER_PATIENCE) == [*"hello"]
    if introducer[1] not in "[O":
        assert keys(introducer, "hello", gap=0.2) == [*"hello"]


def test_a_string_whose_end_is_lost_ends_with_a_pause_or_a_control_key() -> None:
    assert keys("\x1b]10;rgb:ff", "hello", gap=STRING_PATIENCE) == [*"hello"]
    assert keys("\x1b]10;rgb:ff", "lost\r", "hello", gap=1.0) == [*"hello"]
    assert keys("\x1b]10;rgb:ff", "lost", "\r", "hello") == [*"hello"]
    assert keys("\x1b]10;rgb:ff", "lost\x1ahello") == [*"hello"]


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        ("\x1b]11;rgb:ffff/fdfd/e8e8\x1b\\", True),
        ("\x1b]11;rgb:0000/2b2b/3636\x07", False),
        ("\x1b]11;rgb:ff/ff/ff\x07", True),
        ("\x1b]11;rgba:0000/0000/0000/ffff\x07", False),
        ("\x1b]11;#fdf6e3\x1b\\", True),
        ("\x1b[?997;1n", False),
        ("\x1b[?997;2n", True),
    ],
)
def test_terminals_tell_their_ground_in_several_ways(answer: str, light: bool) -> None:
    for cut in range(2, len(answer)):
        found = decoded(f"a{answer[:cut]}", f"{answer[cut:]}b", gap=1.0)
        assert [event.light for event in found if isinstance(event, Ground)] == [light]


def test_a_paste_whose_end_is_lost_ends_with_a_key_after_a_long_silence() -> None:
    for key in "\x1b", "\x11", "\x1b[113;5u", "\x1b[I", "\x1b[13u", "\x7f":
        found = decoded(f"{PASTE_START}one\rtwo", key, "x", gap=STRING_PATIENCE)
        assert [event.text for event in found if isinstance(event, events.Paste)] == ["one\rtwo"], key
        assert [event.key for event in found if isinstance(event, events.Key)] == ["x"]
    for key, gap in (("\r", STRING_PATIENCE), ("x", STRING_PATIENCE), ("\x11", 1.0)):
        assert decoded(f"{PASTE_START}one", key, gap=gap) == []
    assert told([PASTE_START, "one", PASTE_END], gap=STRING_PATIENCE) == ["", "one", ""]
    assert told([f"{PASTE_START}one\x1b[20", "1~x"], gap=STRING_PATIENCE) == ["", "one", "x"]


def test_an_enter_with_text_behind_it_in_the_same_read_is_a_line_end() -> None:
    def enters(data: str) -> list[bool]:
        found = [event for event in decoded(data) if isinstance(event, events.Key) and event.key == "enter"]
        return [isinstance(event, EnterInText) for event in found]

    assert enters("hello\r") == [False]
    assert enters("a\rb\r") == [True, False]
    assert enters("a\r\r\tb") == [True, True]
    assert enters("hello\r\x0enew") == [False]
    assert enters("hello\r\x1b[A") == [False]


def test_a_size_is_taken_from_a_terminal_that_tells_its_sizes_and_from_no_other() -> None:
    def sizes(*pieces: str) -> list[tuple[int, int]]:
        return [event.size for event in decoded(*pieces) if isinstance(event, events.Resize)]

    assert sizes("\x1b[48;30;110;600;1100t") == []
    assert sizes("\x1b[?2048;2$y", "\x1b[48;30;110;600;1100t") == [(110, 30)]
    assert sizes("\x1b[?2048;0$y", "\x1b[48;30;110;600;1100t") == []
    assert sizes("\x1b[?2048;2$y", "\x1b[48;30;110;0;0t\x1b[<35;20;10M") == [(110, 30)]
    for impossible in "48;0;110;0;0t", "48;30;99999;600;1100t":
        assert sizes("\x1b[?2048;2$y", f"\x1b[{impossible}") == []


def test_every_event_of_a_read_has_its_time() -> None:
    decoder = Decoder()
    assert {event.time for event in decoder.feed("ab\x1b[<0;1;1M\x1b[200~c\x1b[201~", 7.0)} == {7.0}


# Pastes

_TEXTS = st.text(st.sampled_from("ab\r\x1b[20~;"), max_size=30)


def told(pieces: Iterable[str], gap: float = 0.0) -> list[str]:
    """What comes out, with all that was typed between two pastes in one piece."""
    decoder, result = Decoder(), [""]
    for number, piece in enumerate(pieces):
        for event in decoder.feed(piece, 1.0 + number * gap):
            if isinstance(event, events.Paste):
                result += [event.text, ""]
            elif isinstance(event, events.Key):
                result[-1] += event.character or ""
    return result


@given(
    typed=st.text(st.sampled_from("ab\r"), min_size=1, max_size=5),
    pasted=_TEXTS.filter(lambda text: PASTE_END not in text + PASTE_END[:-1] and PASTE_START not in text),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
def test_a_paste_is_whole_wherever_its_end_is_split(typed: str, pasted: str, cuts: list[int]) -> None:
    begun = [typed, PASTE_START]
    assert told(begun + in_pieces(pasted + PASTE_END + typed, cuts)) == [typed, pasted, typed]


@given(cut=st.integers(1, len(PASTE_START)), pasted=st.text(st.sampled_from("ab\r"), max_size=5))
def test_a_start_that_comes_in_two_pieces_is_one(cut: int, pasted: str) -> None:
    assert told([PASTE_START[:cut], PASTE_START[cut:] + pasted + PASTE_END]) == ["", pasted, ""]


def test_a_paste_whose_end_was_lost_is_one_with_the_next() -> None:
    assert told([f"{PASTE_START}one ", f"{PASTE_START}two{PASTE_END}x"]) == ["", "one two", "x"]
