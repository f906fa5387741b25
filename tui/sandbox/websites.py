"""The fictional websites of the sandbox's account, each a folder of bundled data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "websites"


@dataclass(frozen=True, slots=True)
class Website:
    """A website of the account."""

    id: int
    name: str
    domain: str
    is_primary: bool
    language: str
    """The language of its knowledge and of its answers, as a file of ``data/languages`` is named."""
    everyday_words: str
    """Words that nearly every question here has, and that therefore tell little."""
    unknown: str
    """What it says when it does not know; ``{topics}`` stands for a list of what it does know about."""
    folder: Path
    """Holds ``topics`` (its knowledge) and ``conversations`` (what a new sandbox starts with)."""


@cache
def bundled_websites() -> tuple[Website, ...]:
    """Read the bundled websites, in the order of their ids."""
    return tuple(sorted((_read(path) for path in _FOLDER.glob("*/website.toml")), key=lambda each: each.id))


def _read(path: Path) -> Website:
    return Website(**tomllib.loads(path.read_text("utf-8")), folder=path.parent)
