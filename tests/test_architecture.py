"""ARCHITECTURE.md: its table of rooms comes from the packages, and every file that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tui|tests|styles|screenshots)/[\w/.]*)`", PAGE)))


def rooms() -> str:
    """The table of the packages: the first line of what each says of itself."""
    lines = ["| folder | what it is |", "|---|---|"]
    for package in sorted((ROOT / "tui").rglob("__init__.py")):
        said = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
        lines.append(f"| `{package.parent.relative_to(ROOT)}/` | {said.splitlines()[0]} |")
    return "\n".join(lines)


def test_the_rooms_are_the_packages() -> None:
    assert PAGE.split("<!-- rooms -->\n")[1].split("\n<!-- /rooms -->")[0] == rooms()


@pytest.mark.parametrize("name", NAMED)
def test_every_file_that_is_named_is_there(name: str) -> None:
    assert (ROOT / name).exists()
