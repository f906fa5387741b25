"""The fictional websites of the sandbox's account, each with a folder of bundled data."""

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
    """Name of the file in ``data/languages`` for the language of its knowledge and its answers."""
    everyday_words: str
    """Words that are in nearly every question to it, and so say little about its topic."""
    unknown: str
    """Reply when it does not know the answer; ``{topics}`` stands for a list of topics."""
    folder: Path
    """Folder with ``topics`` (its knowledge) and ``conversations`` (the seed conversations)."""


@cache
def bundled_websites() -> tuple[Website, ...]:
    """Load the bundled websites, in the order of their ids."""
    return tuple(sorted((_read(path) for path in _FOLDER.glob("*/website.toml")), key=lambda each: each.id))


def _read(path: Path) -> Website:
    return Website(**tomllib.loads(path.read_text("utf-8")), folder=path.parent)
