"""Reads Markdown files with front matter: ``name: value`` lines between two lines of ``---``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FENCE = "---\n"


def read_file(path: Path) -> tuple[dict[str, str], str]:
    """Return the front matter of a file, and the Markdown below it.

    Raises:
        ValueError: if the file does not begin with front matter.
    """
    before, front, text = path.read_text("utf-8").split(_FENCE, 2)
    if before:
        raise ValueError(f"{path.name} does not begin with ---")
    values = dict(line.split(": ", 1) for line in front.splitlines())
    return values, text.strip()
