"""Maps the characters of other keyboard layouts to the keys of a Latin keyboard."""

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
"""Signs that Hebrew, Greek and Cyrillic layouts have on these Latin keys; Dvorak has some on others."""

UPPER_ROW = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
"""What Shift makes of a sign on the US keyboard, which the protocol's codes without text refer to."""


def latin_key(character: str, base: str) -> str:
    """Return what a Latin keyboard has on the same key; ``base`` is what the terminal reports, or empty."""
    if (character, base) in _SIGNS:
        return base
    if character.isascii():
        return character
    return base if base.isascii() and base else _LATIN.get(character.lower(), character)
