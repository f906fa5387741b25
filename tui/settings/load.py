"""Reads ``config.toml``; each mistake names the file, the setting and what is allowed."""

from __future__ import annotations

import json
import os
import stat
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args, get_type_hints

from tui.domain.api_key import ApiKey, parse_key, shown
from tui.domain.clean import one_line
from tui.domain.endpoint import Timeouts
from tui.domain.faults import UserError
from tui.domain.settings import Profile, Settings
from tui.settings.check import checked, did_you_mean, mistakes_in
from tui.settings.private_file import Held, check_private, open_file, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

_PROBLEMS = {
    "string_type": 'must be text, in quotes: "…"',
    "bool_type": "must be true or false",
    "float_type": "must be a number",
    "tuple_type": 'must be a list of words: ["…", "…"]',
    "dict_type": "must be a table of names and values",
    "dataclass_type": "must be a table of names and values",
}


_LIMIT = 1024**2
"""Largest settings file, in bytes."""
_SAID_OF_TOML = ("Unterminated",)
"""Long words of the TOML parser's own messages; any other long word is from the file, and may be a key."""


class SettingsError(UserError):
    """The settings file has mistakes; the text names the first one."""

    def __init__(self, path: Path, mistakes: Sequence[str], rest: Settings) -> None:
        super().__init__(f"In the settings file {path}, {mistakes[0]}")
        self.mistakes = tuple(mistakes)
        """A sentence for each, beginning with the setting's dotted name."""
        self.rest = rest
        """The settings that are valid, with defaults for the others."""


def load(path: Path) -> Settings:
    """Read the settings file; if there is none, return the defaults without importing pydantic.

    Raises:
        SettingsError: if it has mistakes. Values are not quoted: one might be a key in the wrong place.
        UserError: if the file cannot be read, or has a key and others can read it.
    """
    read = _read(path)
    if read is None:
        return Settings()
    table, held = read
    mistakes: list[str] = []
    keys = _keys_taken_out(table, mistakes)
    settings = _validated(table, mistakes)
    mistakes += mistakes_in(settings)
    if mistakes:
        raise SettingsError(path, mistakes, settings)
    if keys:
        check_private(f"The settings file {short(path)} holds a key. It", path, held)
    settings = checked(settings)
    keyed = {name: replace(profile, api_key=keys.get(name)) for name, profile in settings.profiles.items()}
    return replace(settings, profiles=keyed)


def _read(path: Path) -> tuple[dict[str, Any], Held] | None:
    """Return the file's TOML table, and its owner and mode; ``None`` if there is no file."""
    try:
        with os.fdopen(open_file(path), "rb") as file:
            held = Held.of(file.fileno())
            if not stat.S_ISREG(held.status.st_mode) and path != Path(os.devnull):
                raise UserError(f"The settings file {path} is not a regular file.")
            data = file.read(_LIMIT + 1)
        if len(data) > _LIMIT:
            raise UserError(f"The settings file {path} is larger than {_LIMIT // 1024**2} MiB.")
        return tomllib.loads(_decoded(path, data)), held
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"The settings file {path} cannot be read: {error.strerror}.") from None
    except RecursionError:
        raise UserError(f"The settings file {path} is nested too deeply.") from None
    except tomllib.TOMLDecodeError as error:
        reason = shown(str(error), _SAID_OF_TOML)
        raise UserError(f"The settings file {path} is not valid TOML: {reason}.") from None
    except ValueError:  # Python's limit on the digits of an integer
        raise UserError(f"The settings file {path} has a number of too many digits.") from None


def _decoded(path: Path, data: bytes) -> str:
    try:
        if b"\0" not in data:  # UTF-16 text has many
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise UserError(f"The settings file {path} is not UTF-8 text.") from None


def _keys_taken_out(table: dict[str, Any], mistakes: list[str]) -> dict[str, ApiKey]:
    """Move the API keys out of the table, by profile, into a type that does not print them.

    Values that are not keys are added to the ``mistakes``.
    """
    keys: dict[str, ApiKey] = {}
    for name, profile in _tables(table.get("profiles")):
        text = profile.pop("api_key", "")
        if not isinstance(text, str):
            mistakes.append(f"profiles.{one_line(name)}.api_key {_PROBLEMS['string_type']}.")
        elif text.strip():
            try:
                keys[name] = parse_key(text)
            except UserError as error:
                mistakes.append(f"profiles.{one_line(name)}.api_key is not a key. {error}")
    return keys


def _tables(value: object) -> list[tuple[str, dict[str, Any]]]:
    named = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    return [(name, inner) for name, inner in named.items() if isinstance(inner, dict)]


def _validated(table: dict[str, Any], mistakes: list[str]) -> Settings:
    """Build the settings from the valid values; the others are removed and added to the mistakes."""
    from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

    for part in (Settings, Profile, Timeouts):
        with_config(ConfigDict(extra="forbid", arbitrary_types_allowed=True))(part)
    adapter = TypeAdapter(Settings)
    while True:
        try:
            # As JSON: strict validation then accepts a table for a dataclass and a list for a tuple.
            return adapter.validate_json(json.dumps(table, default=str), strict=True)
        except ValidationError as error:
            problems = error.errors(include_url=False)
        except (RecursionError, ValueError):
            mistakes.append("a name has too many parts, or a number too many digits.")
            return Settings()
        for problem in problems:
            mistakes.append(_told(problem))
            _take_out(table, problem["loc"])


def _take_out(table: dict[str, Any], location: tuple[int | str, ...]) -> None:
    """Remove the value that a problem is about, or the whole list if it is inside one."""
    if not location:
        table.clear()  # the problem is the table as a whole
        return
    inner: Any = table
    for part in location[:-1]:
        following = inner.get(part)
        if not isinstance(following, dict):
            inner.pop(part, None)
            return
        inner = cast("dict[str, Any]", following)
    inner.pop(location[-1], None)


def _told(problem: ErrorDetails) -> str:
    location = [str(part) for part in problem["loc"]]
    name = one_line(".".join(location))
    match problem["type"]:
        case "unexpected_keyword_argument":
            return f"{name} is not a setting{did_you_mean(location[-1], _names_at(location[:-1]))}"
        case "literal_error":
            allowed = get_args(get_type_hints(Settings)[location[-1]])
            return f"{name} has a value that is not allowed{did_you_mean(str(problem['input']), allowed)}"
        case kind:
            return f"{name} {_PROBLEMS.get(kind, 'has a value that is not allowed')}."


def _names_at(location: list[str]) -> list[str]:
    match location:
        case ["timeouts"]:
            part = Timeouts
        case ["profiles", _]:
            part = Profile
        case _:
            part = Settings
    return [field.name for field in fields(part)]
