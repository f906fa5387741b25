"""A service, and the environment of a person who has a key for it and nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox(seeded=False) as running:
        yield running


@pytest.fixture
def env(sandbox: RunningSandbox, tmp_path: Path) -> dict[str, str]:
    folders = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    service = {"ASYNTAI_BASE_URL": sandbox.base_url, "ASYNTAI_API_KEY": sandbox.api_key}
    terminal = {"LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": str(tmp_path), "SHELL": "/bin/bash"}
    return {**os.environ, **folders, **service, **terminal}
