"""Bracketed pastes, taken out of what is typed before keys are told apart.

Textual's parser waits only a moment for the rest of an escape sequence: where a slow line splits the mark
that ends a paste, it misses it and takes all later keys for pasted text. An Escape within a paste makes
keys of what follows it, Enter too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START, END = "\x1b[200~", "\x1b[201~"
"""Marks of mode 2004 around what is pasted."""

_START_BEGUN = re.compile(r"\x1b\[20{0,2}\Z")
"""The first piece of a start mark, which is no key. A lone Escape is one, and waits for nothing."""
_END_BEGUN = re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")


class Pasted(str):
    """What was pasted, without its marks."""

    __slots__ = ()


class Pastes:
    """Tells pastes from keys, however the input is split into reads."""

    def __init__(self) -> None:
        self._held = ""
        self._pieces: list[str] | None = None
        """What has come of a paste that has not ended; ``None`` outside one."""

    def split(self, data: str) -> Iterator[str]:
        """Yield what was typed, and each paste that has ended (``Pasted``), in their order."""
        data, self._held = self._held + data, ""
        while data:
            mark, begun = (START, _START_BEGUN) if self._pieces is None else (END, _END_BEGUN)
            before, found, data = data.partition(mark)
            if not found and (piece := begun.search(before)):
                self._held = piece.group()
                before = before[: piece.start()]
            if self._pieces is None:
                if before:
                    yield before
                self._pieces = [] if found else None
            else:
                self._pieces.append(before)
                if found:
                    pasted, self._pieces = "".join(self._pieces), None
                    yield Pasted(pasted)
