"""What a person wrote under ``[keys]``, checked before the client starts."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from tui.actions import ALL_ACTIONS, Scope
from tui.domain.faults import UserError
from tui.key_names import UNSAFE_KEYS, key_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.actions import Action

_MODIFIERS = {"ctrl", "shift", "alt", "meta", "super", "hyper"}
_NAMED_KEYS = {*(key.value for key in Keys), *KEY_NAME_REPLACEMENTS.values()}


def check_keys(overrides: Mapping[str, str]) -> None:
    """Accept keys by action id, or say what is wrong with them.

    Raises:
        UserError: if an id is not one of an action, a key is not one that terminals send, or two actions
            of one part of the screen would have the same key.
    """
    known = {action.id: action for action in all_actions()}
    for id_, keys in overrides.items():
        if id_ not in known:
            raise UserError(f"keys.{id_} names no action.{_did_you_mean(id_, known)}")
        for key in _split(keys):
            _check_key(id_, key)
    _check_clashes(known, overrides)


def all_actions() -> Iterator[Action]:
    """Every action that has an id: those of the registry, and what dialogs have beside it."""
    from tui.screens.dialog import DIALOG_ACTIONS
    from tui.screens.edit_message import SAVE
    from tui.screens.fields import CHOICE_ACTIONS
    from tui.screens.filter_dialog import MOVE_ACTIONS
    from tui.screens.onboarding import ONBOARDING_ACTIONS

    yield from (
        *ALL_ACTIONS,
        *DIALOG_ACTIONS,
        SAVE,
        *CHOICE_ACTIONS,
        *MOVE_ACTIONS,
        *ONBOARDING_ACTIONS,
    )


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def _did_you_mean(word: str, known: Mapping[str, Action]) -> str:
    near = get_close_matches(word, known, n=1)
    return f" Did you mean {near[0]}?" if near else " The help (F1) and the README name them."


def _check_key(id_: str, key: str) -> None:
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    is_key = len(last) == 1 or last in _NAMED_KEYS or key_to_character(last) is not None
    if key not in _NAMED_KEYS and not (is_key and set(modifiers) <= _MODIFIERS):
        raise UserError(f'keys.{id_}: no key is called "{key}". Keys look like "ctrl+n", "f2" or "escape".')
    if key in UNSAFE_KEYS:
        raise UserError(
            f"keys.{id_}: {key_name(key)} cannot be used: terminals send it as another key, or keep it."
        )


def _check_clashes(known: Mapping[str, Action], overrides: Mapping[str, str]) -> None:
    taken: dict[tuple[Scope, str], str] = {}
    for action in ALL_ACTIONS:
        for key in _split(overrides.get(action.id, action.keys)):
            other = taken.setdefault((action.scope, key), action.id)
            if other != action.id and {other, action.id} & overrides.keys():
                raise UserError(f"keys: {key_name(key)} would be both {other} and {action.id}.")
