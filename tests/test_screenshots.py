"""The pictures in the repository are those that the client gives today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_made_again_the_pictures_are_the_same_bytes(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-W", "error", "-m", "screenshots", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    now = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (ROOT / "screenshots").glob("*.svg")}
    assert sorted(now) == sorted(kept)
    changed = [name for name in sorted(now) if now[name] != kept[name]]
    assert not changed, "look at what changed, and if it is meant: python -m screenshots"
