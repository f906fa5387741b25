"""Writing in an editor: whatever becomes of it, the screen and every word come back."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.support import PATIENCE
from tests.terminal.client import drafts, leave, opened, typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CTRL_G = "\x07"
DRAFT = "half a thought"
STUBBORN = """#!/bin/sh
trap '' HUP TERM
printf ' and the other half' >> "$1"
: > '{started}'
while [ -e '{started}' ]; do sleep 0.1; done
"""


@pytest.fixture
def editor(env: dict[str, str], tmp_path: Path) -> Iterator[Path]:
    """Where the editor of the environment is; nothing is there yet."""
    env.pop("VISUAL", None)
    env["EDITOR"] = str(tmp_path / "editor")
    yield tmp_path / "editor"
    (tmp_path / "started").unlink(missing_ok=True)


def test_an_editor_that_cannot_be_run_gives_a_sentence_the_screen_and_the_draft(
    env: dict[str, str], editor: Path
) -> None:
    with opened(env | {"TMPDIR": "/nonexistent"}, columns=120) as terminal:
        typed(terminal, DRAFT)

        def edited(says: str) -> None:
            terminal.type(CTRL_G)
            terminal.until(lambda screen: all(part in screen for part in (says, DRAFT, "0 / 2,500")))

        edited("cannot be run: No such file or directory. Set $EDITOR.")
        editor.mkdir()
        edited("cannot be run: Permission denied. Set $EDITOR.")
        editor.rmdir()
        editor.write_text("echo text without a first line that names a program\n")
        editor.chmod(0o755)
        edited("cannot be run: Exec format error. Set $EDITOR.")
        editor.chmod(0o644)
        edited("cannot be run: Permission denied. Set $EDITOR.")
        editor.chmod(0o755)
        editor.write_text("#!/bin/sh\nprintf lost > $1\nexit 3\n")
        edited("ended with status 3; the text is as it was.")
        editor.write_text('#!/bin/sh\nrm "$1"\n')
        edited("The editor left no file behind; the text is as it was.")
        editor.write_text("#!/bin/sh\nprintf ' and the other half' >> \"$1\"\n")
        edited(f"{DRAFT} and the other half")
        leave(terminal)
    assert drafts(env) == [f"{DRAFT} and the other half"]


def test_where_no_editor_is_named_and_none_is_there_the_sentence_says_so(
    env: dict[str, str], editor: Path
) -> None:
    del env["EDITOR"]
    with opened(env | {"PATH": str(editor)}) as terminal:
        typed(terminal, DRAFT)
        terminal.type(CTRL_G)
        terminal.until("The editor vi cannot be run")
        terminal.until(DRAFT)
        leave(terminal)


@pytest.mark.parametrize("end", ["a line that drops", "SIGTERM", "SIGKILL"])
def test_nobody_waits_for_an_editor_and_what_it_wrote_is_there_at_the_next_start(
    env: dict[str, str], editor: Path, end: str
) -> None:
    started = editor.with_name("started")
    editor.write_text(STUBBORN.format(started=started))
    editor.chmod(0o755)
    with opened(env) as terminal:
        typed(terminal, DRAFT)
        terminal.type(CTRL_G)
        terminal.until(lambda _: started.exists())
        match end:
            case "SIGTERM":
                terminal.process.send_signal(signal.SIGTERM)
            case "SIGKILL":
                terminal.process.kill()
            case _:
                terminal.hang_up()
        terminal.process.wait(PATIENCE)
    with opened(env) as terminal:
        terminal.until(f"{DRAFT} and the other half")
        terminal.until(lambda _: drafts(env) == [f"{DRAFT} and the other half"])
        leave(terminal)
    started.unlink()
    with opened(env) as terminal:
        terminal.until(f"{DRAFT} and the other half")
        leave(terminal)
    assert drafts(env) == [f"{DRAFT} and the other half"]
