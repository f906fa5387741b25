"""Telling an Enter that a person pressed from one in the middle of an unbracketed paste."""

from __future__ import annotations

PASTE_GAP = 0.010
"""Seconds. Input that follows other input sooner was not typed by hand."""


class EnterRule:
    """Decides what an Enter means, from the times at which input arrived.

    A terminal without bracketed paste sends a pasted text as if it were typed: one Enter a line, and each
    would send a message. Times are seconds on any one clock that does not go back; a key event carries
    when it was read (``Event.time``), which no delay of the program afterwards can change.
    """

    def __init__(self, gap: float = PASTE_GAP) -> None:
        self.gap = gap
        self._last = float("-inf")

    def arrived(self, at: float) -> bool:
        """Take note of input; return whether it followed so soon that an Enter is only a line break."""
        soon = at - self._last < self.gap
        self._last = at
        return soon
