"""Whatever a terminal sends is a key, or a report, or dropped: no part of a sequence is typed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.terminal import Terminal
from tests.terminal.client import assert_restored, drafts, leave, opened, ready, typed

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

TYPED = "hello world foo"
LONGER_THAN_A_KEY_WAITS = 0.3

CASES: list[tuple[str | bytes, str]] = [
    # Kitty's protocol: a release, a code that is no character's, space and a capital without their text
    ("\x1b[97;1:3u", "hello world fooX"),
    ("\x1b[97;;99999999u", "hello world fooX"),
    ("\x1b[32u\x1b[97;2u", "hello world foo AX"),
    ("\x1b[127;2u", "hello world foX"),
    ("\x1b[127;5u", "hello world X"),
    ("\x17\x1b[47;5u", "hello world fooX"),
    ("\x17\x1b[45;6u", "hello world fooX"),
    ("\x17\x1b[55;5u", "hello world fooX"),
    ("\x1b[97;3u\x1bj\x1b1", "hello world fooX"),
    # Escape and Enter in one piece, as many terminals send Shift+Enter
    ("\x1b\r", "hello world foo\n   X"),
    ("\x1b\n", "hello world foo\n   X"),
    ("\x1b[13;3u", "hello world foo\n   X"),
    # Reports, of which another program may have asked, whole and in two pieces
    ("\x1b[?64;1;2c", "hello world fooX"),
    ("\x1bP>|XTerm(390)\x1b\\", "hello world fooX"),
    ("\x1bP>|XTerm¦(390)\x1b\\", "hello world fooX"),
    ("\x1b[<35;2¦0;10M", "hello world fooX"),
    ("\x1b[<35;99999;99999M\x1b[<35;0;-3M", "hello world fooX"),
    ("\x1b[¦O\x1b¦[I", "hello world fooX"),
    ("\x1b]10;rgb:ffff/ffff/ffff\x07", "hello world fooX"),
    ("\x1b]52;c;aGVsbG8=¦aGVsbG8=\x07", "hello world fooX"),
    ("\x1b[24;80R\x1b[8;24;80t\x1b[0n\x1b[?25u", "hello world fooX"),
    ("\x1b[48;0;0;0;0t\x1b[48;24;80;0;0t\x1b[<35;5;5M", "hello world fooX"),
    # Controls of one byte, and coordinates of the oldest mouse reports, which are not UTF-8
    (b"\x9b?64;1;2c\x90>|foot(1.16)\x9c\x9d10;rgb:ff/ff/ff\x9c", "hello world fooX"),
    (b"\x1b[M \xe9\xa0", "hello world fooX"),
    (b"\x00\x1b[M !!", "hello world fooX"),
    ("日\u3000本", "hello world foo日\u3000本X"),
    ("\x1b_Gi=31;OK\x1b\\\x1b^private\x1b\\", "hello world fooX"),
]
"""What is sent, with a broken bar where the rest comes late, and what is seen once an X is typed."""


def test_what_is_no_text_types_none(env: dict[str, str], sandbox: RunningSandbox) -> None:
    with opened(env) as terminal:
        ready(terminal)
        for sent, right in CASES:
            for key in "\x15\x7f\x15":
                terminal.type(key)
                terminal.read()
            terminal.until("› Ask Harbour")
            terminal.type(TYPED)
            terminal.until(f"› {TYPED}\n")
            first, *late = [sent] if isinstance(sent, bytes) else sent.split("¦")
            terminal.type(first)
            for piece in late:
                terminal.read(LONGER_THAN_A_KEY_WAITS)
                terminal.type(piece)
            terminal.read()
            terminal.type("X")
            terminal.until(f"› {right}\n")
        assert sandbox.messages_used() == 0
        leave(terminal)


@pytest.mark.parametrize("key", ["\x1b[1081;5u", "\x1b[1081::113;5u", "\x1b[27;5;1081~", "\x1b[113;69u"])
def test_ctrl_and_a_letter_of_another_layout_is_the_key_in_its_place(env: dict[str, str], key: str) -> None:
    with opened(env) as terminal:
        ready(terminal)
        terminal.type(key)
        assert terminal.exit_status() == 0


BROKEN = """
import sys
from tui.terminal.input.decoder import Decoder
from tui.cli.main import main

feed = Decoder.feed

def broken(self, data, at):
    if "!" in data:
        raise KeyError("a defect")
    return feed(self, data, at)

Decoder.feed = broken
sys.exit(main())
"""


def test_a_defect_in_what_reads_the_keys_ends_in_a_sentence(env: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", BROKEN], columns=80, rows=24, env=env) as terminal:
        typed(terminal, "half a thought")
        terminal.type("!")
        assert terminal.exit_status() == 1
        assert "asyntai-tui has met a defect of its own" in " ".join(terminal.text.split())
        assert "Traceback" not in terminal.text
        assert_restored(terminal)
    assert drafts(env) == ["half a thought"]
    note = Path(env["XDG_STATE_HOME"], "asyntai-tui/crash.log").read_text()
    assert "KeyError" in note
    assert "a defect" not in note
