"""Key names as displayed, and the keys that are never bound."""

from __future__ import annotations

UNSAFE_KEYS = frozenset(
    {"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+left_square_bracket", "ctrl+b", "ctrl+s", "ctrl+z", "alt+enter"}
)
"""Keys that are never bound: legacy terminals send them as other keys, or tmux and job control use them."""

_KEY_NAMES = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "underscore": "_",
    "slash": "/",
    "delete": "Del",
}


def key_name(key: str) -> str:
    """Return a key's displayed name: ``ctrl+n`` is ``Ctrl+N``, ``slash`` is ``/``, ``G`` stays ``G``."""
    *modifiers, last = key.split("+")
    if last in _KEY_NAMES:
        name = _KEY_NAMES[last]
    elif len(last) == 1:
        name = last.upper() if modifiers else last
    else:
        name = last.capitalize()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])
