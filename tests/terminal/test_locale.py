"""Lines, marks and text in the characters of the locale: never a byte that the terminal takes for another."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from tests.terminal.client import CTRL_O, ESCAPE, leave, opened, ready
from tui.terminal.charset import encoding_of
from tui.terminal.glyphs import glyphs_for


@pytest.fixture
def silent(env: dict[str, str]) -> dict[str, str]:
    """No locale."""
    del env["LANG"]
    return env


def visit(env: dict[str, str], typed: bytes) -> tuple[str, bytes]:
    """Type something, open a dialog, leave; the dialog's screen and every byte that was sent."""
    with opened(env) as terminal:
        ready(terminal)
        terminal.type(typed)
        terminal.until("caf")
        terminal.type(CTRL_O)
        screen = terminal.until("Open a session")
        terminal.type(ESCAPE)
        terminal.until(lambda text: "Open a session" not in text)
        leave(terminal)
        return screen, bytes(terminal.written)


def test_in_ascii_no_other_byte_is_sent(silent: dict[str, str]) -> None:
    screen, sent = visit({**silent, "LC_ALL": "C"}, "café".encode())
    assert sent.isascii()
    assert "+- Open a session" in screen
    assert "|" in screen


def test_in_latin_1_its_letters_are_sent_and_lines_are_ascii(silent: dict[str, str]) -> None:
    screen, sent = visit({**silent, "LC_ALL": "en_US.ISO-8859-1"}, "café".encode("latin-1"))
    assert "+- Open a session" in screen
    assert "café".encode("latin-1") in sent
    assert "é".encode() not in sent


def test_in_utf_8_everything_is_sent(silent: dict[str, str]) -> None:
    screen, sent = visit({**silent, "LC_ALL": "C.UTF-8"}, "café".encode())
    assert "╭─ Open a session" in screen
    assert "café".encode() in sent


@pytest.mark.parametrize(
    ("environ", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": "de_DE.UTF-8"}, "utf-8"),
        ({"LANG": "de_DE.utf8@euro"}, "utf-8"),
        ({"LC_CTYPE": "UTF-8"}, "utf-8"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "POSIX"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ({"LANG": "de_DE"}, "ascii"),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "iso8859-15"),
        ({"LANG": "ja_JP.eucJP"}, "euc_jp"),
        ({"LANG": "xx_XX.no-such-codeset"}, "ascii"),
        ({"LANG": "xx_XX.UTF-16"}, "ascii"),
        ({"LANG": "", "LC_ALL": ""}, "utf-8"),
    ],
)
def test_the_environment_tells_the_encoding(environ: dict[str, str], encoding: str) -> None:
    assert encoding_of(environ) == encoding


def cells_of(text: str) -> int:
    return sum(size for _, _, size in split_graphemes(text)[0])


@given(st.text(max_size=20), st.sampled_from(["ascii", "iso8859-1", "koi8-r", "euc_jp", "big5"]))
def test_whatever_is_shown_can_be_encoded_and_is_as_wide(text: str, encoding: str) -> None:
    # Controls are cleaned where text enters; what is left of them here is not to be judged.
    text = "".join(each for each in text if unicodedata.category(each) not in {"Cc", "Cs", "Cf", "Mn", "Me"})
    said = glyphs_for(encoding, "xterm")(text)
    said.encode(encoding)
    assert cells_of(said) == cells_of(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("╭─╮│ ▌x ░█", "+-+| |x .#"),
        ("Loading…  ", "Loading..."),
        ("some lon…", "some lon~"),
        ("“naïve” – é ½", '"naive" - e ?'),
        ("日本 👩‍👩‍👧‍👦!", "???? ??!"),
    ],
)
def test_in_ascii_marks_have_stand_ins_and_the_rest_question_marks(text: str, said: str) -> None:
    assert glyphs_for("ascii", "xterm")(text) == said


def test_the_linux_console_is_sent_what_its_fonts_have() -> None:
    assert glyphs_for("utf-8", "linux")("╭╮ ▏› naïve…") == "┌┐ │> naïve~"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a 👨‍👩‍👧 b", "a 👨 b"),
        ("🇩🇪🇫🇷", "DEFR"),
        ("1️⃣.", "1 ."),
        ("👍🏽!", "👍!"),
        ("❤️!", "❤ !"),
        ("👩🏽‍🚒", "👩"),
        ("e\u0301 日本 😀", "e\u0301 日本 😀"),
        ("क्‍ष", "क्‍ष"),
    ],
)
def test_behind_a_multiplexer_joined_emoji_are_one_that_all_draw_alike(text: str, said: str) -> None:
    assert glyphs_for("utf-8", "tmux-256color", multiplexed=True)(text) == said
    assert cell_len(said) == cell_len(text)
