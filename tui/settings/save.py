"""Writes ``config.toml``."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, cast

import tomli_w

from tui import paths
from tui.domain.api_key import ApiKey
from tui.settings.check import checked

if TYPE_CHECKING:
    from pathlib import Path

    from tui.domain.settings import Settings


def save(settings: Settings, path: Path) -> None:
    """Write the settings that differ from the defaults to the file, atomically.

    Comments in the file are lost, as it is written anew. Nothing else is lost, as ``load`` refuses a file
    with anything that is not a setting.

    Raises:
        UserError: if a value is not allowed or the file cannot be written.
    """
    paths.write_private(path, tomli_w.dumps(_table(checked(settings))))


def _table(part: Any) -> dict[str, Any]:
    default = type(part)()
    names = [field.name for field in fields(part)]
    changed = [name for name in names if getattr(part, name) != getattr(default, name)]
    return {name: _value(getattr(part, name)) for name in changed}


def _value(value: object) -> object:
    if isinstance(value, ApiKey):
        return value.reveal()
    if is_dataclass(value):
        return _table(value)
    if isinstance(value, dict):
        return {name: _value(inner) for name, inner in cast("dict[str, object]", value).items()}
    return value
