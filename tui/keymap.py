"""Validation of the ``[keys]`` settings before the client starts."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from tui.domain.clean import one_line
from tui.domain.faults import UserError
from tui.key_names import UNSAFE_KEYS, key_name
from tui.key_places import all_actions, places
from tui.textual_internals.sequences import ANSI_SEQUENCES_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.actions import Action

_MODIFIERS = {"ctrl", "shift", "alt", "meta", "super", "hyper"}
_LEGACY_KEYS = {key.value for keys in ANSI_SEQUENCES_KEYS.values() if isinstance(keys, tuple) for key in keys}
_CHARACTER_NAMES = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}
_LONGEST_SHOWN = 12
"""Characters from which on an unknown key is not quoted in a mistake."""
_NAMED_KEYS = {*(key.value for key in Keys), *KEY_NAME_REPLACEMENTS.values()}


def check_keys(overrides: Mapping[str, str]) -> None:
    """Validate keys by action id.

    Raises:
        UserError: for the first of ``mistakes_in_keys``.
    """
    for mistake in mistakes_in_keys(overrides):
        raise UserError(mistake)


def mistakes_in_keys(overrides: Mapping[str, str]) -> Iterator[str]:
    """Yield every mistake in keys by action id, as a sentence each.

    Mistakes are an unknown action id, a key that terminals do not send, a key that is needed for typing, and
    one key for two actions that are active together.
    """
    known = {action.id: action for action in all_actions()}
    for id_, keys in overrides.items():
        if id_ not in known:
            yield f"keys.{one_line(id_, 60)} names no action.{_did_you_mean(id_, known)}"
            continue
        wrong = [mistake for key in _split(keys) for mistake in _mistakes_in_key(id_, key)]
        yield from wrong
        if not wrong:
            yield from _unsendable(id_, _split(keys))
            yield from _needed_for_typing(known[id_], _split(keys))
    yield from dict.fromkeys(_clashes(overrides))


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def _did_you_mean(word: str, known: Mapping[str, Action[Any]]) -> str:
    near = get_close_matches(word, known, n=1)
    return f" Did you mean {near[0]}?" if near else " The help (F1) and the README name them."


def _mistakes_in_key(id_: str, key: str) -> Iterator[str]:
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    is_key = len(last) == 1 or last in _NAMED_KEYS or key_to_character(last) is not None
    if key not in _NAMED_KEYS and not (is_key and set(modifiers) <= _MODIFIERS):
        # A long word may be an API key in the wrong place: it is not quoted.
        named = f'no key is called "{one_line(key)}"' if len(last) < _LONGEST_SHOWN else "that is no key"
        yield f'keys.{id_}: {named}. Keys look like "ctrl+n", "f2" or "escape".'
    if key in UNSAFE_KEYS:
        yield f"keys.{id_}: {key_name(key)} cannot be used: terminals send it as another key, or keep it."


def _unsendable(id_: str, keys: list[str]) -> Iterator[str]:
    """Yield a mistake if no key of an action can be sent by every terminal, over SSH or at a console."""
    if keys and not any(_is_legacy(key) for key in keys):
        yield (
            f"keys.{id_}: many terminals cannot send {key_name(keys[0])}. Name another key beside it, "
            f'as in "{keys[0]},f7".'
        )


def _is_legacy(key: str) -> bool:
    """Return whether terminals send it without an extended protocol, Alt as Escape and a character."""
    return key in _LEGACY_KEYS or bool(_character(key.removeprefix("alt+")))


def _character(key: str) -> str:
    """Return the character that a key types; empty for every other key."""
    character = key if len(key) == 1 else key_to_character(_CHARACTER_NAMES.get(key, key))
    return character if character and character.isprintable() else ""


def _needed_for_typing(action: Action[Any], keys: list[str]) -> Iterator[str]:
    """Yield a mistake for each plain character that is bound to an action active while typing."""
    if action.priority or action.scope.is_for_typing:
        for key in keys:
            if _character(key):
                yield f"keys.{action.id}: {key_name(key)} is needed for typing messages."


def _clashes(overrides: Mapping[str, str]) -> Iterator[str]:
    """Yield each key that two actions active together share, unless both have it by default."""
    for place in places():
        taken: dict[str, Action[Any]] = {}
        for action in place:
            for key in _split(overrides.get(action.id, action.keys)):
                other = taken.setdefault(key, action)
                by_default = key in _split(action.keys) and key in _split(other.keys)
                if other.id != action.id and not by_default:
                    yield f"keys: {key_name(key)} would be both {other.id} and {action.id}."
