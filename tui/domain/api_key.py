"""The API key: masked when printed, and redacted from text that leaves the program."""

from __future__ import annotations

import re
import string
from difflib import get_close_matches
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from tui.domain.clean import UNSEEN
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 1024
_LONG_ENOUGH = 12
"""Minimum characters of a key that shows its tail and is searched for in every form in other text."""
_FIT_FOR_A_HEADER = re.compile("[!-~]+")
_AROUND = f"{string.whitespace}\u00a0\u200b\ufeff\0"
_QUOTES = frozenset("\"'")
_NAMED = re.compile(r"(?:export\s+)?\w*(?:key|token)\s*=", re.IGNORECASE)
"""A key pasted together with its variable name, from a shell script or a Docker env file."""
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]+")
_MARKS = "*_~`\\|.,:;/+-\"'"
"""Markdown marks, and the separators that people put between letters they spell out."""
_SEQUENCES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]",
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]{0,200}(?:\x07|\x1b\\|\x9c)",
)
"""Terminal escape sequences: CSI (such as colours) and OSC (which carry text)."""
_LINE_MARKS = r"\n[ \t>]*(?:[-+*>|#]|\d{1,9}[.)])[ \t]"
"""Markdown line starts: quotation, list item, heading, table row."""
_LINK = r"!?\[|\](?:\([^()\n]{0,300}\))?"
_TAG = r"</?[A-Za-z][^<>]{0,2000}>|<!--[^>]{0,2000}>"
_AND = "&(?:amp;?)*"
"""The start of an HTML entity, escaped once or more."""
_NOT_OF_A_KEY = (
    rf"{_AND}#(?!0*(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6])(?!\d))\d{{1,7}};?"
    rf"|{_AND}#[xX](?!0*(?:2[1-9A-Fa-f]|[3-6][0-9A-Fa-f]|7[0-9A-Ea-e])(?![0-9A-Fa-f]))[0-9A-Fa-f]{{1,7}};?"
)
"""Numeric entities of characters outside ``!`` to ``~``; browsers need no semicolon after one."""
_CODED = re.compile(r"[&%\\]")
_DASHES = "\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63"
_LOOK_ALIKE = re.compile(
    "[\u00aa\u00b2\u00b3\u00b9\u00ba\u02b0-\u02b8\u1d2c-\u1d6a\u2070-\u209c\u2100-\u214f\u2460-\u24ff\ufe4d-\ufe6b"
    "\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f189\U0001fbf0-\U0001fbf9]"
)
"""Unicode variants of ASCII characters: full width, mathematical, circled, small."""
_known: set[str] = set()
"""Every key that this process has held, for redacting logs and reports."""


class KeyPlace(Enum):
    """Where to store a key that a person typed."""

    FILE = auto()
    """In a file that only its owner can read."""
    KEYRING = auto()
    """In the system's keyring."""
    MEMORY = auto()
    """In memory only, for this run."""


class ApiKey:
    """A key that shows only its last four characters, in ``repr``, ``str`` and format alike."""

    __slots__ = ("__secret",)

    def __init__(self, secret: str) -> None:
        self.__secret = secret
        if len(secret) >= _LONG_ENOUGH:
            _known.add(secret)

    def reveal(self) -> str:
        """Return the key unmasked, for the ``Authorization`` header and for storing it."""
        return self.__secret

    def hidden_in(self, text: str) -> str:
        """Return untrusted text with every occurrence of the key replaced by its masked form.

        Matches whatever a person would read as the key: in any case, in look-alike characters, with
        invisible characters, white space, escape sequences, tags or Markdown marks between its letters, and
        with letters as HTML entities, percent-encoded or as string escapes. A short key is matched as it is.
        """
        if len(self.__secret) < _LONG_ENOUGH:
            return text.replace(self.__secret, str(self)) if self.__secret else text
        pattern = _pattern(self.__secret, coded=_CODED.search(text) is not None)
        if text.isascii():
            return pattern.sub(lambda _: str(self), text)
        kept, end = "", 0
        for found in pattern.finditer(_in_plain_letters(text)):
            kept += f"{text[end : found.start()]}{self}"
            end = found.end()
        return kept + text[end:]

    def __str__(self) -> str:
        tail = self.__secret[-4:] if len(self.__secret) >= _LONG_ENOUGH else ""
        return f"…{tail}"

    def __repr__(self) -> str:
        return f"ApiKey({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and self.__secret == other.reveal()

    def __hash__(self) -> int:
        return hash(self.__secret)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a key is not pickled")


def _in_plain_letters(text: str) -> str:
    """Replace look-alike characters with ASCII ones; the length stays the same."""
    return re.sub(f"[{_DASHES}]", "-", _LOOK_ALIKE.sub(lambda sign: _plain(sign[0]), text))


@cache
def _plain(sign: str) -> str:
    from unicodedata import normalize  # imported late: most runs never need it

    plain = normalize("NFKC", sign)
    if len(plain) > 1:
        plain = re.sub(r"\W", "", plain)  # drop the brackets around a letter
    return plain if len(plain) == 1 else sign


@cache
def _pattern(secret: str, *, coded: bool) -> re.Pattern[str]:
    """Build the pattern that finds a key; ``coded`` also matches encoded letters, which is slower."""
    marks = "".join(re.escape(mark) for mark in _MARKS if mark not in secret)
    between = [*_SEQUENCES, _LINE_MARKS, rf"[\s{UNSEEN}{marks}]"]
    between += [each for sign, each in (("<", _TAG), ("[", _LINK)) if not {*secret} & {sign, "]"}]
    if coded and "&" not in secret:
        between += [_NOT_OF_A_KEY, _named(rf"[\s{UNSEEN}]+")]
    pattern = ""
    for letter in secret:
        code = _coded(letter) if coded else ""
        unless = f"(?!{code})" if coded else ""
        # Possessive (``*+``): no backtracking, so that no text is slow to search.
        gap = rf"(?:{unless}(?:{'|'.join(between)}))*+" if pattern else ""
        pattern += gap + (f"(?:{_written(letter)}|{code})" if coded else _written(letter))
    return re.compile(pattern)


def _written(letter: str) -> str:
    """Build the pattern of a letter in either case."""
    return f"[{''.join(re.escape(each) for each in sorted({letter.lower(), letter.upper()}))}]"


def _coded(letter: str) -> str:
    """Build the pattern of a letter as an HTML entity, percent-encoded, or as a string escape."""
    codes = sorted({ord(letter.lower()), ord(letter.upper())})
    numbers = "|".join(rf"0*{code}(?!\d)|[xX]0*(?i:{code:x})(?![0-9A-Fa-f])" for code in codes)
    two = f"(?i:{'|'.join(f'{code:x}' for code in codes)})"
    eight = "|".join(f"{code:03o}" for code in codes)
    escape = rf"\\{{1,4}}(?:[xX]{two}|u00{two}|U000000{two}|[ux]\{{0*{two}\}}|{eight})"
    return rf"(?:{_AND}#(?:{numbers});?|%(?:25)*(?:u00)?{two}|{escape}|{_named(re.escape(letter))})"


@cache
def _named(pattern: str) -> str:
    """Build the pattern of the named HTML entities whose characters match ``pattern``."""
    from html.entities import html5  # imported late: most runs never need it

    names = [name for name, text in html5.items() if name.endswith(";") and re.fullmatch(pattern, text)]
    names.sort(key=len, reverse=True)  # longest first, or a prefix would match
    return f"{_AND}(?:{'|'.join(f'{name}?' for name in names)})" if names else "(?!)"


def shown(text: str, allowed: Iterable[str] = ()) -> str:
    """Return input for an error message, with ``…`` for each word that may be a misplaced key.

    A word that is short, looks like a domain, or is close to one of ``allowed`` is kept.
    """
    words = tuple(allowed)

    def unless_harmless(word: re.Match[str]) -> str:
        harmless = _DOMAIN.fullmatch(word[0]) or get_close_matches(word[0], words, n=1)
        return word[0] if harmless else "…"

    return re.sub(rf"\S{{{_LONG_ENOUGH},}}", unless_harmless, text)


def hide_keys(text: str) -> str:
    """Redact every key that this process has held from text that leaves it (log, crash report, error)."""
    for secret in sorted(_known, key=len, reverse=True):
        text = ApiKey(secret).hidden_in(text)
    return text


def parse_key(text: str) -> ApiKey:
    """Parse a key that was typed, pasted, printed by a command or read from a file.

    Strips white space, a byte order mark and a pair of quotes around it: Docker, unlike a shell, leaves
    the quotes of an env file in place.

    Raises:
        UserError: if it is empty or cannot go into a header. The message does not repeat the text.
    """
    secret = text.strip(_AROUND)
    if secret[:1] in _QUOTES and len(secret) > 1 and secret[0] == secret[-1]:
        secret = secret[1:-1].strip(_AROUND)
    if not secret:
        raise UserError("The API key is empty.")
    if _NAMED.match(secret):
        raise UserError(
            "The API key must be one word without a name before it: keep only what follows the =."
        )
    if {*secret} & _QUOTES:
        raise UserError("There is a quotation mark in the API key: take it out.")
    if len(secret) > _LONGEST or not _FIT_FOR_A_HEADER.fullmatch(secret):
        raise UserError("The API key must be one word of plain letters, digits and signs.")
    return ApiKey(secret)
