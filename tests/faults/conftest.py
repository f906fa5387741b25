"""Folders and a sandbox for the tests of the whole client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the test's own, and a key in the environment."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.delenv("ASYNTAI_BASE_URL", raising=False)
    monkeypatch.setenv("ASYNTAI_API_KEY", "sandbox")
    return tmp_path


@pytest.fixture
def sandbox(home: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(seeded=False) as running:
        yield running
