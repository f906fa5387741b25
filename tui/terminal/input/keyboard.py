"""Decodes the sequences that terminals send for keys: xterm's, rxvt's, the Linux console's, Kitty's.

A key that an old terminal cannot tell from another is decoded as that other everywhere (Ctrl+H is
Backspace), so that keys do the same in every terminal.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import NamedTuple

from textual.events import Key

from tui.domain.clean import clean
from tui.terminal.input.layouts import UPPER_ROW, latin_key
from tui.textual_internals.parsing import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS, XTermParser
from tui.textual_internals.sequences import ANSI_SEQUENCES_KEYS

_SHIFT, _ALT, _CTRL, _SUPER, _HYPER, _META, _CAPS = (1 << bit for bit in range(7))
_NAMES = {_ALT: "alt", _CTRL: "ctrl", _HYPER: "hyper", _META: "meta", _SHIFT: "shift", _SUPER: "super"}
"""In the order in which Textual names them."""
_COMMAND = _ALT | _CTRL | _SUPER | _HYPER | _META
_MOST_MODIFIERS = 256
_PRESSED = {None, "", "1", "2"}
"""Types of a key's events: 1 is a press, which may be left out, 2 a repetition; 3 is a release."""
_LONGEST_NUMBER = 8
"""Digits of a number that may still be a character's."""

_BY_CODE = re.compile(
    r"(?P<code>\d*)(?::(?P<shifted>\d*))?(?::(?P<base>\d*))?"
    r"(?:;(?P<modifiers>\d*)(?::(?P<event>\d*))?)?(?:;(?P<text>[\d:]*))?u"
)
_BY_NAME = re.compile(
    r"(?P<code>\d*)(?:;(?P<modifiers>\d*)(?::(?P<event>\d*))?)?(?:;[\d:]*)?(?P<end>[~ABCDEFHPQRS])"
)
_MODIFIED = re.compile(r"27;(?P<modifiers>\d+);(?P<code>\d+)~")
"""xterm's modifyOtherKeys: the code is what the key types."""

_KEYPAD = {
    **{f"{57399 + digit}u": str(digit) for digit in range(10)},
    "57409u": ".",
    "57410u": "/",
    "57411u": "*",
    "57412u": "-",
    "57413u": "+",
    "57415u": "=",
    "57416u": ",",
}
_SILENT = {*MODIFIER_FUNCTIONAL_KEYS, "caps_lock", "num_lock", "scroll_lock", "iso_level3_shift"}
"""Keys that do nothing by themselves."""
_KEYS_WITHOUT_NAME = range(57344, 63744)
"""Codes of the private use area that the protocol has for keys; those with a name are in Textual's table."""
_CHARACTERS = {"enter": "\r", "tab": "\t", "backspace": "\x7f", "escape": "\x1b"}
_AS_LEGACY = {"h": "backspace", "i": "tab", "m": "enter", "[": "escape"}
"""What Ctrl and a character are in terminals without a protocol."""
_NO_BREAK_SPACE = "\xa0"
"""Below it, a character is either printable or a control."""
_UNDO_SIGNS = "_/7"
"""Characters that with Ctrl are Ctrl+_ in terminals without a protocol."""
_RXVT = {"7^": "ctrl+home", "8^": "ctrl+end"}
"""Keys that Textual's table has swapped."""
_BACK_AND_FORTH = {"b": "ctrl+left", "f": "ctrl+right"}
"""Alt with these moves by words, as in shells."""


class _Letter(Key):
    """The key of a character that people type, though Python does not count it as printable.

    Textual would drop the joiner of an emoji, the wide space of an input method, a no-break space.
    """

    @property
    def is_printable(self) -> bool:
        return True


_Letter.handler_name = Key.handler_name


def typed(character: str) -> Key:
    """Return the key of one character as it is typed, control characters included."""
    name, typed_character = _typed(character)
    is_plain = character.isprintable() or character < _NO_BREAK_SPACE or clean(character) != character
    return Key(name, typed_character) if is_plain else _Letter(name, typed_character)


@lru_cache(maxsize=1024)
def _typed(character: str) -> tuple[str, str | None]:
    event = next(iter(XTermParser().feed(character)))
    return (event.key, event.character) if isinstance(event, Key) else (character, character)


def with_escape(character: str) -> list[Key]:
    """Return the keys of Escape and a character sent together: Alt and a key, which types nothing."""
    if character in "\r\n":
        return [Key("shift+enter", None)]
    if character == "\t":
        return [Key("shift+tab", None)]
    if character in "\x7f\x08":
        return [Key("alt+backspace", None)]
    if character < " ":
        return [Key("escape", "\x1b"), typed(character)]
    return [_command(character.lower(), _ALT | (_SHIFT if character.isupper() else 0))]


def of_csi(body: str) -> list[Key]:
    """Return the keys of a control sequence; none if it is not a key's."""
    if found := _MODIFIED.fullmatch(body):
        code = _number(found["code"])
        return _press(_Press(code, shifted=code, modifiers=_modifiers(found)))
    if found := _BY_CODE.fullmatch(body):
        return _by_code(found) or _listed(body)
    if found := _BY_NAME.fullmatch(body):
        return _by_name(found, body)
    return _listed(body)


def of_ss3(body: str) -> list[Key]:
    """Return the keys of a sequence with the introducer SS3; none if it is not a key's."""
    found = ANSI_SEQUENCES_KEYS.get(f"\x1bO{body}")
    if isinstance(found, str):
        return [typed(found)]
    # Old terminals put the modifiers there: ``ESC O 5 P``, ``ESC O 1 ; 5 P``.
    return _listed(body, "O") or (_listed(body if ";" in body else f"1;{body}") if body[:-1] else [])


class _Press(NamedTuple):
    """A key press as a terminal describes it. Numbers are code points; 0 is none, and below 0 is invalid."""

    code: int
    shifted: int = 0
    base: int = 0
    modifiers: int = 0
    text: str | None = ""
    """What the key types; ``None`` if it is invalid."""


def _by_code(found: re.Match[str]) -> list[Key]:
    if found["event"] not in _PRESSED:
        return []
    numbers = (_number(found[name]) for name in ("code", "shifted", "base"))
    return _press(_Press(*numbers, modifiers=_modifiers(found), text=_text(found["text"] or "")))


def _by_name(found: re.Match[str], body: str) -> list[Key]:
    modifiers, end = _modifiers(found), found["end"]
    is_place = end == "R" and found["modifiers"] and not 0 < modifiers < _SUPER << 1
    if found["event"] not in _PRESSED or is_place or modifiers < 0:
        return []
    if name := FUNCTIONAL_KEYS.get(f"{found['code'] or 1}{end}"):
        return _functional(name, modifiers)
    plain = _listed(f"{found['code']}{end}") if end == "~" else []
    return [_named(key.key, modifiers) for key in plain] or _listed(body)


def _listed(body: str, introducer: str = "[") -> list[Key]:
    """Return the keys of a sequence that Textual's table has."""
    if introducer == "[" and body in _RXVT:
        return [Key(_RXVT[body], None)]
    found = ANSI_SEQUENCES_KEYS.get(f"\x1b{introducer}{body}")
    return [Key(key.value, None) for key in found] if isinstance(found, tuple) else []


def _press(press: _Press) -> list[Key]:
    if press.text is None or press.modifiers < 0 or press.code < 0:
        return []
    if press.text and _is_typed(press):
        return [typed(character) for character in press.text]
    if name := FUNCTIONAL_KEYS.get(f"{press.code}u"):
        if f"{press.code}u" in _KEYPAD and not press.modifiers & _COMMAND:
            return [typed(_KEYPAD[f"{press.code}u"])]
        return _functional(name, press.modifiers)
    if press.code in _KEYS_WITHOUT_NAME or not (character := _character(press.code)):
        return []
    if press.modifiers & _COMMAND:
        return [_with_command(press, character)]
    return [typed(_shifted(press, character))]


def _is_typed(press: _Press) -> bool:
    """Whether a press types its text: with Alt, some terminals send the letter as if Alt were not held.

    Ctrl and Alt together are also AltGr, which types another character of the key.
    """
    command = press.modifiers & _COMMAND
    if command in {_ALT, _ALT | _CTRL}:
        return press.text not in {_character(press.code), _shifted(press, _character(press.code))}
    return not command


def _shifted(press: _Press, character: str) -> str:
    """Return what a key types where the terminal sends no text."""
    shift, caps = bool(press.modifiers & _SHIFT), bool(press.modifiers & _CAPS)
    if shift and not caps and press.shifted > 0:
        return _character(press.shifted) or character
    if character.lower() != character.upper():
        upper = character.upper() if shift != caps else character
        return upper if len(upper) == 1 else character
    return UPPER_ROW.get(character, character) if shift else character


def _with_command(press: _Press, character: str) -> Key:
    letter = latin_key(character, _character(max(press.base, 0))).lower()
    only = press.modifiers & (_COMMAND | _SHIFT)
    if only == _CTRL and letter in _AS_LEGACY:
        return _named(_AS_LEGACY[letter], 0)
    if only & ~_SHIFT == _CTRL and (letter == "7" or _shifted(press, letter) in _UNDO_SIGNS):
        return _named("ctrl+underscore", 0)
    return _command(letter, only)


def _command(letter: str, modifiers: int) -> Key:
    if modifiers == _ALT and letter in _BACK_AND_FORTH:
        return _named(_BACK_AND_FORTH[letter], 0)
    return _named(typed(letter).key, modifiers)


def _functional(name: str, modifiers: int) -> list[Key]:
    if name in _SILENT:
        return []
    if name in {"backspace", "escape"}:
        modifiers &= ~_SHIFT
    if name == "enter" and modifiers & _ALT:
        return [Key("shift+enter", None)]
    return [_named(name, modifiers)]


def _named(name: str, modifiers: int) -> Key:
    held = [word for bit, word in _NAMES.items() if modifiers & bit]
    return Key("+".join([*held, name]), None if held else _CHARACTERS.get(name))


def _modifiers(found: re.Match[str]) -> int:
    """Return the modifiers' bits; -1 if they are invalid."""
    number = _number(found["modifiers"])
    return max(number, 1) - 1 if 0 <= number <= _MOST_MODIFIERS else -1


def _number(digits: str | None) -> int:
    """Return a number; 0 if there is none, -1 if it is too long to be valid."""
    if not digits:
        return 0
    return int(digits) if len(digits) <= _LONGEST_NUMBER else -1


def _character(code: int) -> str:
    """Return the character of a code point; empty if there is none, or if it is a control."""
    is_control = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    return "" if is_control or code > sys.maxunicode else chr(code)


def _text(codes: str) -> str | None:
    """Return the text of a key, without control characters; ``None`` if a code is not a character's."""
    numbers = [_number(part) for part in codes.split(":")]
    if any(not 0 <= number <= sys.maxunicode or 0xD800 <= number < 0xE000 for number in numbers):
        return None
    return "".join(map(_character, numbers))
