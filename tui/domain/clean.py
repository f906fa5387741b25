"""Sanitise untrusted text for display: nothing in it may control the terminal or be invisible."""

from __future__ import annotations

import re

# Patterns stay strings: ``re`` compiles and caches each on first use, and most runs need none.
_STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, overrides and isolates
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates cannot be encoded
)
_UNSEEN = (
    # Unicode's Default_Ignorable_Code_Point without those in _SHAPING, and interlinear annotations.
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0d\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SHAPING = "\u180b-\u180d\u180f\u200c\u200d\ufe0e\ufe0f"
"""Variation selectors and joiners: they take effect in emoji and in scripts whose letters join."""
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_KEYCAPS = "#*0-9"
_JOINED = (
    "\u0600-\u061b\u061d-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff"
    "\ufe70-\ufefc\U00010800-\U00011fff\U0001e900-\U0001e95f"
)
"""Scripts whose letters join: Arabic, Syriac, the Indic scripts and their descendants."""
_MONGOLIAN = "\u1820-\u18aa"
_SUSPICIOUS = f"[{_STEERING}{_UNSEEN}{_SHAPING}]"
_UNWANTED = (
    f"(?={_SUSPICIOUS})(?:"  # rejects most characters in one test
    f"[{_STEERING}{_UNSEEN}]"
    f"|(?<![{_MONGOLIAN}])[\u180b-\u180d\u180f]"
    f"|(?<![{_EMOJI}{_KEYCAPS}])[\ufe0e\ufe0f]"
    f"|(?<=[^{_JOINED}])(?<=\\W)\u200c"  # between letters of any script it may separate them
    f"|(?<=[^{_JOINED}{_EMOJI}\ufe0f])\u200d"
    f"|(?<=[{_EMOJI}\ufe0f])\u200d(?![{_EMOJI}])"
    f"|(?<=(?<![{_EMOJI}{_KEYCAPS}])\ufe0f)\u200d)"
)
_LINE_ENDS = "\r\n|\r|\u2028|\u2029"
_BLANK = f"[\\s\u2800\U0001d159{_SHAPING}]*"
_EMOJI_JOINT = "(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"
"""Joiners between emoji, variation selectors and skin tones: terminals differ on their width in cells."""
_FLAG_LETTERS = {0x1F1E6 + letter: chr(ord("A") + letter) for letter in range(26)}

NOTHING_TO_SEE = "(no visible text)"
"""Placeholder for a text whose characters are all invisible."""
UNSEEN = (
    f"{_STEERING}{_UNSEEN}{_SHAPING}\u2800\U0001d159\ufffd\ue000-\uf8ff"
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Inside of a regex character set: what may stand between a word's letters without hiding the word."""


def clean(text: str) -> str:
    """Normalise line ends to newlines, and remove terminal controls and invisible characters.

    Removes C0 except newline and tab, DEL, C1, bidi controls and lone surrogates. Textual passes these
    to the terminal unchanged, so a reply could set the title, write the clipboard or clear the screen.
    Invisible characters go too: terminals differ on their width, and they hide text from a reader.
    Joiners and variation selectors stay where they shape emoji, or a script whose letters join.
    """
    if _is_plain(text):
        return text
    return re.sub(_UNWANTED, "", re.sub(_LINE_ENDS, "\n", text))


def marks_in(text: str) -> int:
    """Count the characters that ``clean`` removes; a normalised line end does not count."""
    if _is_plain(text):
        return 0
    return len(re.findall(_UNWANTED, re.sub(_LINE_ENDS, "\n", text)))


def is_blank(text: str) -> bool:
    """Whether a text has nothing visible."""
    return re.fullmatch(_BLANK, clean(text)) is not None


def one_line(text: str, limit: int = 200) -> str:
    """Return the start of ``text``, cleaned, with every run of white space as one space.

    ``limit`` is in characters; a longer text ends in ``…``. A text with nothing visible gives "".
    """
    flat = " ".join(clean(text[: limit * 4]).split())
    if not flat.isascii() and is_blank(flat):
        return ""
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def in_columns(text: str, limit: int = 200) -> str:
    """Return ``one_line`` of ``text``, in characters whose width terminals agree on.

    For text with something to its right. Joined emoji are separated, and flags become their letters.
    """
    return one_line(re.sub(_EMOJI_JOINT, "", text[: limit * 8]).translate(_FLAG_LETTERS), limit)


def _is_plain(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or re.search(_SUSPICIOUS, text) is None
