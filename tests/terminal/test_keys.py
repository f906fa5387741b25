"""Every key of the table, in the bytes that each kind of terminal sends for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.client import ENTER, opened, ready

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tests.support.terminal import Terminal

QUESTION = "When are you open at the weekend?"
PROTOCOL = re.compile(rb"\x1b\[(>\d+|<)u")
"""The Kitty protocol is asked for, or given back."""
ASKED = b">25"
"""Every key as an escape sequence, with its text."""


@dataclass(frozen=True)
class Keyboard:
    """What a terminal sends for its keys."""

    term: str
    help: tuple[str, ...]
    newline: tuple[str, ...] = ("\n",)
    enter: str = ENTER
    tab: str = "\t"
    escape: str = "\x1b"
    up: str = "\x1b[A"
    down: str = "\x1b[B"
    back_tab: str = "\x1b[Z"
    all_escaped: bool = False
    """Whether every key comes as an escape sequence with its text, as the client asks of Kitty's protocol."""

    def ctrl(self, letter: str) -> str:
        """Ctrl and a letter."""
        return f"\x1b[{ord(letter)};5u" if self.all_escaped else chr(ord(letter) & 0x1F)

    def text(self, text: str) -> str:
        """What is typed by keys that are characters."""
        if not self.all_escaped:
            return text
        return "".join(
            f"\x1b[{ord(each.lower())};{'2' if each.isupper() else ''};{ord(each)}u" for each in text
        )


XTERM = Keyboard("xterm-256color", help=("\x1bOP", "\x1b[11~"))
KEYBOARDS = {
    "xterm, and its Shift+Enter": replace(XTERM, newline=("\n", "\x1b[27;2;13~")),
    "tmux or screen": replace(XTERM, term="screen", up="\x1bOA", down="\x1bOB", help=("\x1bOP",)),
    "the Linux console": Keyboard("linux", help=("\x1b[[A",)),
    "the Kitty protocol": Keyboard(
        "xterm-kitty",
        help=("\x1bOP", "\x1b[P"),
        newline=("\x1b[106;5u", "\x1b[13;2u"),
        enter="\x1b[13u",
        tab="\x1b[9u",
        escape="\x1b[27u",
        back_tab="\x1b[9;2u",
        all_escaped=True,
    ),
}


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("ctrl+enter", "many terminals cannot send Ctrl+Enter"),
        ("ctrl+g", "Ctrl+G would be both composer.edit and session.new"),
    ],
)
def test_keys_that_cannot_work_are_told_at_start(env: dict[str, str], key: str, sentence: str) -> None:
    settings = Path(env["XDG_CONFIG_HOME"], "asyntai-tui", "config.toml")
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[keys]\n"session.new" = "{key}"\n')
    with opened(env) as terminal:
        assert terminal.exit_status() == 2
        assert sentence in terminal.text


def once(terminal: Terminal, keys: str, wanted: str) -> None:
    """Press keys, after which a text is seen that was not there before."""
    assert wanted not in terminal.text
    terminal.type(keys)
    terminal.until(wanted)


def back(terminal: Terminal, keys: str, unwanted: str) -> None:
    """Press keys, after which a text is not seen any more."""
    assert unwanted in terminal.text
    terminal.type(keys)
    terminal.until(lambda text: unwanted not in text)


@pytest.mark.parametrize("keyboard", KEYBOARDS.values(), ids=KEYBOARDS)
def test_every_key_of_the_table(env: dict[str, str], sandbox: RunningSandbox, keyboard: Keyboard) -> None:
    env |= {"TERM": keyboard.term, "EDITOR": "sh -c 'echo edited > \"$0\"'"}
    with opened(env, rows=12) as terminal:
        ready(terminal)
        for number, newline in enumerate(keyboard.newline):
            once(terminal, keyboard.text(f"Hello {number}"), f"Hello {number}")
            terminal.type(newline)
        once(terminal, keyboard.text(QUESTION), QUESTION)
        assert "Hello 0\n" in terminal.text
        terminal.read(0.2)
        sandbox.refuse(400, "Not like this.")
        once(terminal, keyboard.enter, "Not like this.")
        sandbox.accept()
        once(terminal, keyboard.ctrl("r"), " 1 / 2,500")
        once(terminal, keyboard.escape, "On Saturdays the shop is open")
        once(terminal, "\x1b[5~", "Hello 0")
        back(terminal, "\x1b[6~", "Hello 0")
        once(terminal, keyboard.up, "Hello 0")
        back(terminal, keyboard.down, "Hello 0")
        back(terminal, keyboard.tab, "Enter Send")
        once(terminal, keyboard.back_tab, "Enter Send")
        dialogs(terminal, keyboard)
        once(terminal, keyboard.ctrl("y"), "characters")
        once(terminal, keyboard.ctrl("g"), "edited")
        assert PROTOCOL.findall(terminal.written) == [ASKED, b"<", ASKED]
        once(terminal, keyboard.ctrl("n"), "A new session")
        terminal.type(keyboard.ctrl("q"))
        assert terminal.exit_status() == 0
        assert PROTOCOL.findall(terminal.written) == [ASKED, b"<", ASKED, b"<"]


def test_a_terminal_that_speaks_the_protocol_is_asked_for_its_layouts_until_the_end(
    env: dict[str, str],
) -> None:
    with opened(env) as terminal:
        ready(terminal)
        terminal.until(lambda _: b"\x1b[?u" in terminal.written)
        terminal.type("\x1b[?25u\x1b[?25u")
        terminal.until(lambda _: PROTOCOL.findall(terminal.written) == [ASKED, b">29"])
        terminal.type("\x1b[1081::113;5u")
        assert terminal.exit_status() == 0
        assert PROTOCOL.findall(terminal.written) == [ASKED, b">29", b"<", b"<"]


def dialogs(terminal: Terminal, keyboard: Keyboard) -> None:
    """Each key that opens something, and Esc, which closes it."""
    for key, wanted in (
        *((key, "─ Help ─") for key in keyboard.help),
        (keyboard.ctrl("o"), "Open a session"),
        (keyboard.ctrl("t"), "Choose a website"),
        (keyboard.ctrl("f"), "words in this session"),
        (keyboard.ctrl("p"), "Search for commands"),
    ):
        once(terminal, key, wanted)
        back(terminal, keyboard.escape, wanted)
