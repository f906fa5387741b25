from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tui import paths
from tui.settings.ground import remember, remembered_light

if TYPE_CHECKING:
    from pathlib import Path

HERE = {"TERM": "xterm-256color", "TERM_PROGRAM": "here", "WINDOWID": "1"}


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_each_terminal_has_a_ground_of_its_own() -> None:
    assert not remembered_light(HERE)
    remember(HERE, light=True)
    assert remembered_light(HERE)
    for other in (
        {"WINDOWID": "2"},
        {"SSH_TTY": "/dev/pts/1"},
        {"TERM": "xterm"},
        {"COLORTERM": "truecolor"},
    ):
        assert not remembered_light(HERE | other)
    remember(HERE | {"WINDOWID": "2"}, light=False)
    assert remembered_light(HERE)
    remember(HERE, light=False)
    assert not remembered_light(HERE)


def test_tmux_shows_itself_in_any_terminal() -> None:
    remember(HERE | {"TMUX": "/tmp/tmux,1,0"}, light=True)
    assert not paths.ground_file().exists()


def test_the_file_stays_small() -> None:
    for number in range(120):
        remember(HERE | {"WINDOWID": str(number)}, light=True)
    assert len(paths.ground_file().read_text().splitlines()) == 50
    assert remembered_light(HERE | {"WINDOWID": "119"})
    assert not remembered_light(HERE | {"WINDOWID": "0"})


@pytest.mark.parametrize("content", [b"light", b"\xff\xfe light\n", b"a b c\n\n", None])
def test_a_file_that_cannot_be_read_tells_of_no_terminal(content: bytes | None) -> None:
    paths.state_folder().mkdir(parents=True)
    if content is None:
        os.mkfifo(paths.ground_file())
    else:
        paths.ground_file().write_bytes(content)
    assert not remembered_light(HERE)
    remember(HERE, light=True)
    assert remembered_light(HERE)
