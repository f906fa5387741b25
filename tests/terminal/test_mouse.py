"""The mouse: the client's, or the terminal's own, whichever a person wants at the moment."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tests.support.terminal import Terminal
from tests.terminal.client import CLIENT, CTRL_Q, CTRL_Z, assert_restored, leave

if TYPE_CHECKING:
    from collections.abc import Callable

F8 = "\x1b[19~"
ON, OFF = b"\x1b[?1003h", b"\x1b[?1003l"


def is_on(terminal: Terminal) -> bool:
    return terminal.written.rfind(ON) > terminal.written.rfind(OFF)


def test_without_it_nothing_is_asked_of_the_mouse_until_it_is_wanted(env: dict[str, str]) -> None:
    with Terminal([*CLIENT, "--no-mouse"], columns=80, rows=24, env=env) as terminal:
        terminal.until("0 / 2,500")
        assert b"\x1b[?1000h" not in terminal.written
        assert ON not in terminal.written
        terminal.type(F8)
        terminal.until("The mouse is on")
        assert is_on(terminal)
        terminal.type("\x1b[<0;5;1M\x1b[<0;5;1m")
        terminal.until("Choose a website")
        leave(terminal)
        assert_restored(terminal)


def test_switched_off_it_stays_off_through_a_pause_and_an_editor(env: dict[str, str]) -> None:
    env |= {"EDITOR": "sh -c 'echo edited > \"$0\"'"}
    with Terminal(["bash", "--norc", "--noprofile"], columns=80, rows=24, env=env) as terminal:

        def once(keys: str, wanted: str | Callable[[str], bool]) -> None:
            terminal.type(keys)
            terminal.until(wanted)

        once(f"PS1='shell '$'> '; {shlex.join(CLIENT)}\r", "0 / 2,500")
        assert is_on(terminal)
        once(F8, "The mouse is off")
        assert not is_on(terminal)
        once("\x07", "edited")
        once(CTRL_Z, "Stopped")
        once("fg\r", "The mouse is off")
        assert not is_on(terminal)
        once(F8, "The mouse is on")
        assert is_on(terminal)
        once(CTRL_Q, "shell >")
        assert not is_on(terminal)
