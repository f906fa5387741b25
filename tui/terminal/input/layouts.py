"""Which key of a Latin keyboard a character of another layout is on."""

from __future__ import annotations

_LAYOUTS = (
    # Cyrillic, and the letters that Ukrainian and Belarusian have in the place of Russian ones
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("іїєўґ", "s]'o\\"),
    # Greek
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    # Hebrew
    ("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,."),
    # Arabic
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "qwertyuiop[]asdfghjkl;'zxcvnm,./"),
)
_LATIN = {letter: key for letters, keys in _LAYOUTS for letter, key in zip(letters, keys, strict=True)}
_SIGNS = {("/", "q"), ("'", "w"), (";", "q"), (".", "/")}
"""Signs in the place of other keys: of Hebrew, of Greek, of Cyrillic. Dvorak has some on others still."""

UPPER_ROW = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
"""What Shift makes of a sign on the US keyboard, which the protocol's codes without text mean."""


def latin_key(character: str, base: str) -> str:
    """Return what a Latin keyboard has there. ``base`` is what the terminal says of it, or nothing."""
    if (character, base) in _SIGNS:
        return base
    if character.isascii():
        return character
    return base if base.isascii() and base else _LATIN.get(character.lower(), character)
