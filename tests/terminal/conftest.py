"""Environments of a person whose folders and terminal are the test's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OF_A_TERMINAL = (
    "TERM",
    "COLOR",
    "NO_COLOR",
    "LANG",
    "LC_",
    "SSH_",
    "STY",
    "TMUX",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
)
"""Beginnings of variables that tell of the terminal, and the line to it, in which the tests run."""


@pytest.fixture
def own_env(tmp_path: Path) -> dict[str, str]:
    """Folders of the test's own on a terminal of 256 colours, and no account."""
    dropped = (*_OF_A_TERMINAL, "ASYNTAI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    folders = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    terminal = {"LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": str(tmp_path), "SHELL": "/bin/bash"}
    return {**kept, **folders, **terminal}


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox(seeded=False) as running:
        yield running


@pytest.fixture
def env(own_env: dict[str, str], sandbox: RunningSandbox) -> dict[str, str]:
    """The same with the sandbox as the account."""
    return {**own_env, "ASYNTAI_BASE_URL": sandbox.base_url, "ASYNTAI_API_KEY": sandbox.api_key}
