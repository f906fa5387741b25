"""What every test starts from."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# A run in the background of a script ignores SIGINT, and so would every program that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nor is any test to reach the clipboard of whoever runs it.
for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY"):
    os.environ.pop(name, None)

# Nor their folders: a test that gives a program no folders of its own finds an empty home.
HOME = Path(tempfile.mkdtemp(prefix="home-of-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ.pop(name, None)
os.environ["HOME"] = str(HOME)

# How long an example takes says how busy the machine is.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

OURS = ("*/asyntai-tui*", "*/*/asyntai-tui*", "*/*/*/asyntai-tui*")
"""Where the client's files are below a home, on every platform."""


def _ours(home: Path) -> set[Path]:
    return {path for pattern in OURS for path in home.glob(pattern)} if os.access(home, os.R_OK) else set()


@pytest.fixture(autouse=True)
def nothing_is_left_in_the_home() -> Iterator[None]:
    """Fail a test that leaves files where those of whoever runs it would be."""
    yield
    left = sorted(str(path.relative_to(HOME)) for path in HOME.rglob("*"))
    for path in HOME.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert not left, f"left in the home folder: {left}"


@pytest.fixture(autouse=True, scope="session")
def nothing_is_left_in_the_real_home() -> Iterator[None]:
    """Fail a run after which the home folder of whoever runs it has files of ours that it had not before."""
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    before = _ours(home)
    yield
    assert not _ours(home) - before
