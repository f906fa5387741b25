"""The fictional websites of the sandbox's account, each a folder of bundled knowledge."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "knowledge"


@dataclass(frozen=True, slots=True)
class Website:
    """A website of the account."""

    id: int
    name: str
    domain: str
    is_primary: bool
    language: str
    """The language of its knowledge and of its answers, as a file of ``languages`` is named."""
    topics: Path
    """The folder of its Markdown topics."""


@cache
def bundled_websites() -> tuple[Website, ...]:
    """Read the bundled websites, in the order of their ids."""
    return tuple(sorted((_read(path) for path in _FOLDER.glob("*/website.toml")), key=lambda each: each.id))


def _read(path: Path) -> Website:
    values = tomllib.loads(path.read_text("utf-8"))
    return Website(
        id=values["id"],
        name=values["name"],
        domain=values["domain"],
        is_primary=values["is_primary"],
        language=values["language"],
        topics=path.parent,
    )
