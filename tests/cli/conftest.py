"""The program as a process of its own, with folders of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment that knows no account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASYNTAI", "XDG"))}
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    return {**kept, **folders}


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Runs ``asyntai-tui`` with these arguments; keyword arguments go to the environment, but ``stdin``."""

    def run(*arguments: str, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            input=stdin,
            capture_output=True,
            env=environ | variables,
            timeout=60,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run
