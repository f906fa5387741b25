"""The whole client against the real sandbox on a real socket, with its store in a real file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox
from tui.sandbox.backend import Backend
from tui.sandbox.config import SandboxConfig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the test's own, and a key in the environment."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.delenv("ASYNTAI_BASE_URL", raising=False)
    monkeypatch.setenv("ASYNTAI_API_KEY", "sandbox")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return tmp_path


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a new sandbox, made once: it takes as long as a test."""
    path = tmp_path_factory.mktemp("sandbox") / "new.sqlite3"
    with Backend(SandboxConfig(database=path)):
        return path


@pytest.fixture
def sandbox(seeds: Path, home: Path) -> Iterator[RunningSandbox]:
    database = home / "sandbox.sqlite3"
    shutil.copyfile(seeds, database)
    with running_sandbox(database=database) as running:
        yield running
