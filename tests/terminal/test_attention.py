"""An answer calls a person who looks elsewhere, and the title counts it; nobody else is disturbed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.terminal import Terminal
from tests.terminal.client import CLIENT, CTRL_Q, CTRL_Z, assert_restored, leave, opened, say, typed
from tui.terminal.title import Title

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

FOCUS, BLUR = "\x1b[I", "\x1b[O"
NAMED, COUNTED = b"\x1b]2;asyntai-tui: ", b"\x1b]2;(1) asyntai-tui: "
PUSH, POP = b"\x1b[22;2t", b"\x1b[23;2t"


def setting(env: dict[str, str], line: str) -> dict[str, str]:
    """Write the settings file."""
    file = Path(env["XDG_CONFIG_HOME"], "asyntai-tui/config.toml")
    file.parent.mkdir(parents=True)
    file.write_text(line)
    return env


def alone(written: bytes) -> list[bytes]:
    """The bells that ring: those that end no other sequence."""
    return re.findall(rb"\x07", re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", written))


def answered(terminal: Terminal, sandbox: RunningSandbox, focus: str) -> bytes:
    """Ask, have the terminal tell of its focus, and let the answer come; what was written from then on."""
    used = sandbox.messages_used()
    sandbox.hold()
    say(terminal, "When are you open at the weekend?")
    terminal.until("answering…")
    terminal.type(focus)
    terminal.read(0.3)
    before = len(terminal.written)
    sandbox.release()
    terminal.until(f"{used + 1} / 2,500")
    return bytes(terminal.written[before:])


def test_an_answer_calls_who_looks_elsewhere_and_is_counted_until_they_are_back(
    env: dict[str, str], sandbox: RunningSandbox
) -> None:
    with opened(env) as terminal:
        terminal.until("0 / 2,500")
        assert bytes(terminal.written).count(NAMED) == 1
        written = answered(terminal, sandbox, BLUR + FOCUS)
        assert not alone(written)
        assert b"\x1b]2;" not in written
        written = answered(terminal, sandbox, BLUR)
        assert len(alone(written)) == 1
        assert COUNTED in written
        before = len(terminal.written)
        terminal.type(FOCUS)
        terminal.until(lambda _: NAMED in terminal.written[before:])
        leave(terminal)
        assert_restored(terminal)
        assert bytes(terminal.written).rfind(POP) > bytes(terminal.written).rfind(NAMED)


def test_a_notification_names_the_website_and_nothing_that_was_said(
    env: dict[str, str], sandbox: RunningSandbox
) -> None:
    with opened(setting(env, 'attention = "osc9"')) as terminal:
        terminal.until("0 / 2,500")
        written = answered(terminal, sandbox, BLUR)
        assert re.findall(rb"\x1b\]9;([^\x07]*)\x07", written) == [
            b"Asyntai: an answer, Harbour Lantern Coffee"
        ]
        assert not alone(written)


def test_the_title_is_given_back_at_every_pause(env: dict[str, str]) -> None:
    shell = Terminal(["bash", "--norc", "--noprofile"], columns=80, rows=24, env=env)
    with shell as terminal:
        terminal.type(f"PS1='shell '$'> '; {shlex.join(CLIENT)}\r")
        typed(terminal, "half a thought")
        terminal.type(CTRL_Z)
        terminal.until("Stopped")
        assert bytes(terminal.written).count(POP) == bytes(terminal.written).count(PUSH) == 1
        terminal.type("fg\r")
        terminal.until("half a thought")
        terminal.type(CTRL_Q)
        terminal.until("shell >")
        written = bytes(terminal.written)
    assert written.count(POP) == written.count(PUSH) == written.count(NAMED) == 2


@pytest.mark.parametrize(
    ("environ", "taken"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "screen", "TMUX": "/tmp/tmux,1,0"}, True),
        ({"TERM": "screen", "STY": "1.here"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
)
def test_a_title_that_could_not_be_given_back_is_not_taken(environ: dict[str, str], taken: bool) -> None:
    title = Title(environ)
    assert title.change("Caf\x1b]0;\x07e") == ""
    assert title.take() == ("\x1b[22;2t\x1b]2;Caf]0;e\x07" if taken else "")
    assert bool(title.change("other")) is taken
    assert title.change("other") == ""
    assert bool(title.give_back()) is taken
    assert title.give_back() == ""
