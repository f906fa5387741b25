"""Tokenizer of what a terminal sends: characters, escape sequences and pastes (ECMA-48, VT500's parser).

A slow line may split a sequence anywhere, for longer than any pause between keys. A sequence that has
clearly begun is held until its rest comes; no part of a sequence is ever taken for typed text.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ESC, BEL, NUL = "\x1b", "\x07", "\x00"
PASTE_START, PASTE_END = f"{ESC}[200~", f"{ESC}[201~"
"""Marks around a paste (mode 2004)."""

KEY_PATIENCE = 0.1
"""Seconds without input after which Escape is a key, as in Textual."""
INTRODUCER_PATIENCE = 2.0
"""Seconds for which the first two characters of a sequence, which Alt and a key send too, wait for more."""
STRING_PATIENCE = 10.0
"""Seconds of silence after which a string is given up."""
MOST_KEPT = 256
"""Characters of a sequence that are kept; further ones are dropped up to its end."""

_C1 = {"\x8f": "O", "\x90": "P", "\x98": "X", "\x9b": "[", "\x9d": "]", "\x9e": "^", "\x9f": "_"}
"""C1 controls of one character, and what follows Escape in their longer form."""
_STRINGS = {
    "]": re.compile(r"\d"),
    "P": re.compile(r"[\d<=>?!$+:;@]"),
    "_": re.compile("G"),
    "^": re.compile(r"(?!)"),
    "X": re.compile(r"(?!)"),
}
"""Strings (OSC, DCS, APC, PM, SOS), and how their text begins; after a pause, all else is a key."""
_REST = re.compile(
    r"\[[A-Z]\Z|\[\[[A-E]|\[[<=>?]\d|\[\d+[;:][\d;]|\[\d+[~u^@$]|O[PQRS]\Z"
    r"|\]\d+;|P[>!]\||P[01][+$!][a-z~]|_G[a-z]+="
)
"""The rest of a sequence whose Escape or introducer came long before: nobody types this."""
_END_BEGUN = re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")
_ONE_KEY = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]|\x1b(?:\[(?!20[01]~)[<=>?\d;:]*[A-Za-z~]|O[A-Z])?"
)
"""A single key or report that makes up a read, and that no text begins with."""
_STRING_END = re.compile(r"\x07|\x9c|\x1b\\")
_CANCEL = "\x18\x1a"
"""Controls that end any sequence."""


class Kind(Enum):
    """Kind of a token."""

    CHARACTER = auto()
    ESCAPE = auto()
    META = auto()
    """A character with Escape before it, as terminals send Alt."""
    CSI = auto()
    SS3 = auto()
    OSC = auto()
    PASTE = auto()


class Token(NamedTuple):
    """A complete piece of the input. ``text`` is without introducer and terminator."""

    kind: Kind
    text: str


class Tokenizer:
    """Cuts the input into tokens, however it is split into reads. Times are seconds on one clock."""

    def __init__(self) -> None:
        self._state: Callable[[str], None] = self._ground
        self._body = ""
        self._introducer = ""
        self._late = False
        """Whether a pause came between a sequence's introducer and the present character."""
        self._by_hand = False
        """Whether a control in a string is a key: it comes late or alone, and no terminator follows."""
        self._came = float("-inf")
        self._escaped = False
        """Whether the last token was the Escape key."""
        self._pasted: list[str] | None = None
        """The pieces of a paste that has not ended; ``None`` outside one."""
        self._tail = ""
        """The last characters of a paste so far, which may be the start of its end mark."""
        self._tokens: list[Token] = []

    def feed(self, data: str, at: float) -> list[Token]:
        """Take one read, made at the time ``at``; return the tokens that are complete."""
        silence, self._came = at - self._came, at
        if self._gives_up_paste(data, silence):
            self._end_paste()
            return self._take()
        self._give_up(data, silence)
        self._late = silence >= KEY_PATIENCE
        self._by_hand = (self._late or len(data) == 1) and not _STRING_END.search(data)
        if data and self._escaped:
            self._escaped = False
            if _REST.match(data):
                self._state = self._escape
        position = 0
        while position < len(data):
            if self._pasted is None:
                self._state(data[position])
                position += 1
            else:
                data, position = self._paste(data[position:]), 0
        return self._take()

    def idle(self) -> list[Token]:
        """Return the Escape key if it was pressed: nothing has come for ``KEY_PATIENCE`` seconds."""
        if self._state == self._escape:
            self._add(Kind.ESCAPE, ESC)
            self._escaped = True
        return self._take()

    def _take(self) -> list[Token]:
        taken, self._tokens = self._tokens, []
        return taken

    def _give_up(self, data: str, silence: float) -> None:
        """Give up a sequence whose rest does not come, judged by the pause and what follows."""
        is_string = self._state in {self._string, self._string_escape}
        may_be_key = self._state in {self._begun, self._mouse} or (
            self._state in {self._csi, self._ss3} and not self._body
        )
        patience = STRING_PATIENCE if is_string else INTRODUCER_PATIENCE
        is_rest = may_be_key and not self._body and _REST.match(self._introducer + data)
        if (is_string or may_be_key) and silence >= patience and not is_rest:
            self._state = self._ground

    def _gives_up_paste(self, data: str, silence: float) -> bool:
        """Whether a key in the middle of a paste shows that the end mark is lost.

        The key itself is dropped: an Enter would send half of what was pasted.
        """
        is_stalled = self._pasted is not None and not self._tail and silence >= STRING_PATIENCE
        return is_stalled and _ONE_KEY.fullmatch(data) is not None

    def _add(self, kind: Kind, text: str) -> None:
        self._tokens.append(Token(kind, text))
        self._state = self._ground

    def _keep(self, character: str) -> None:
        if len(self._body) < MOST_KEPT:
            self._body += character

    # States

    def _ground(self, character: str) -> None:
        if character == ESC:
            self._state = self._escape
        elif character in _C1:
            self._escape(_C1[character])
        elif not "\x80" <= character <= "\x9f":
            self._add(Kind.CHARACTER, character)

    def _escape(self, character: str) -> None:
        self._body, self._introducer = "", character
        self._late = self._by_hand = False
        if character == ESC:
            self._add(Kind.ESCAPE, ESC)
            self._state = self._escape
        elif character == "[":
            self._state = self._csi
        elif character == "O":
            self._state = self._ss3
        elif character in _STRINGS:
            self._state = self._begun
        else:
            self._add(Kind.META, character)

    def _abandon(self, character: str) -> None:
        """Leave the sequence at a character that cannot be part of one."""
        self._state = self._ground
        self._ground(character)

    def _csi(self, character: str) -> None:
        if character == NUL:
            return
        if " " <= character <= "?":
            self._keep(character)
            if re.fullmatch(r"\d\d?\$", self._body):  # rxvt's keys with Shift
                self._add(Kind.CSI, self._body)
        elif not "@" <= character <= "~":
            self._abandon(character)
        elif character == "[" and not self._body:  # the Linux console's function keys
            self._keep(character)
        elif character == "M" and not self._body:
            self._state = self._mouse
        elif (body := self._body + character) == "200~":
            self._pasted, self._state = [], self._ground
        else:
            self._add(Kind.CSI, body)

    def _mouse(self, character: str) -> None:
        """Drop the three characters of a mouse report in the oldest format."""
        self._keep(character)
        if len(self._body) == 3:
            self._state = self._ground

    def _ss3(self, character: str) -> None:
        if "0" <= character <= "9" or (character == ";" and self._body):
            self._keep(character)
        elif "@" <= character <= "~":
            self._add(Kind.SS3, self._body + character)
        else:
            self._abandon(character)

    def _begun(self, character: str) -> None:
        """Decide by the next character whether a string has begun, or Alt and a key were pressed."""
        if self._late and not _STRINGS[self._introducer].match(character):
            self._abandon(character)
        else:
            self._state = self._string
            self._string(character)

    def _string(self, character: str) -> None:
        if character == ESC:
            self._state = self._string_escape
        elif character in {BEL, "\x9c"}:
            self._end_string()
        elif character in _CANCEL or (self._by_hand and NUL < character < " "):
            # Its terminator was lost and the person types: drop the key, as an Enter would send the text.
            self._state = self._ground
        else:
            self._keep(character)

    def _string_escape(self, character: str) -> None:
        if character == "\\":
            self._end_string()
        else:
            self._escape(character)

    def _end_string(self) -> None:
        if self._introducer == "]":
            self._add(Kind.OSC, self._body)
        self._state = self._ground

    def _paste(self, data: str) -> str:
        """Add to the paste; return what follows its end mark."""
        pasted, ended, rest = (self._tail + data).partition(PASTE_END)
        begun = None if ended else _END_BEGUN.search(pasted)
        self._tail = begun.group() if begun else ""
        pieces = self._pasted or []
        pieces.append(pasted.removesuffix(self._tail))
        self._pasted = pieces
        if ended:
            self._end_paste()
        return rest

    def _end_paste(self) -> None:
        # Start marks within it belong to pastes whose end mark was lost.
        self._add(Kind.PASTE, "".join(self._pasted or ()).replace(PASTE_START, ""))
        self._pasted = None
