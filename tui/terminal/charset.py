"""The terminal's encoding, as the locale names it."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UTF_8 = "utf-8"
ASCII = "ascii"

_NO_LANGUAGE = ("C", "POSIX")


def encoding_of(environ: Mapping[str, str]) -> str:
    """Return the encoding, as Python names it, from ``LC_ALL``, ``LC_CTYPE`` and ``LANG``, in this order.

    Python's own choice does not help: under ``C`` it takes UTF-8 whatever the terminal has (PEP 538, PEP
    540), and sets ``LC_CTYPE`` to say so. Where none of them is set, UTF-8 is assumed.
    """
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C.UTF-8"
    if not environ.get("LC_ALL") and locale == "C.UTF-8" and environ.get("LANG") in _NO_LANGUAGE:
        locale = "C"
    codeset = locale.partition("@")[0].partition(".")[2]
    if not codeset and locale.upper() in {"UTF-8", "UTF8"}:
        codeset = UTF_8
    try:
        name = codecs.lookup(codeset).name if codeset else ASCII
        is_superset = "~".encode(name) == b"~" and "\x1b[0m".encode(name) == b"\x1b[0m"
    except (LookupError, UnicodeError):
        return ASCII
    return name if is_superset else ASCII


_RAW_CONTROL = re.compile(rb"[\x90\x9b\x9d\x9f](?:\Z|[\d<=>?!$+G])|\x8f[A-Z]|\x9b[A-Z]|\x9c")
"""C1 controls as single bytes, which some terminals send in UTF-8 too, and what follows them."""


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if _RAW_CONTROL.match(error.object, error.start):
        return chr(error.object[error.start]), error.start + 1
    return "\ufffd" * (error.end - error.start), error.end


RAW_CONTROLS = "asyntai-raw-controls"
"""Error handler for bytes that the encoding does not have: C1 controls stay, others become U+FFFD."""
codecs.register_error(RAW_CONTROLS, _replaced)
