"""Telling an Enter that a person pressed from one in the middle of an unbracketed paste."""

from __future__ import annotations

PASTE_GAP = 0.010
"""Seconds. Input that follows other input sooner was not typed by hand."""
QUIET = 0.120
"""Seconds without any input after which a paste is over: a slow line brings it in pieces."""
LONG_BURST = 8
"""Characters, each within the gap after the one before, that make a paste of them. A slow line, or a busy
machine, brings a few keys of a hand together too."""


class EnterRule:
    """Decides what an Enter means, from the times at which input arrived.

    A terminal without bracketed paste sends a pasted text as if it were typed: one Enter a line, and each
    would send a message. Times are seconds on any one clock that does not go back; a key event carries
    when it was read (``Event.time``), which no delay of the program afterwards can change.
    """

    def __init__(self, gap: float = PASTE_GAP) -> None:
        self.gap = gap
        self.line_breaks = 0
        """Enters that were line breaks since the last quiet."""
        self._last = float("-inf")
        self._burst = 0
        self._pasting = False

    def arrived(self, at: float) -> bool:
        """Take note of a character; return whether it belongs to a paste."""
        self._burst = self._burst + 1 if self._since(at) < self.gap else 1
        self._pasting = self._pasting or self._burst >= LONG_BURST
        return self._pasting

    def enter(self, at: float, *, in_text: bool) -> bool:
        """Take note of an Enter; return whether it is only a line break: then what follows is pasted too.

        ``in_text``: there was text behind it in the same read.
        """
        self._since(at)
        self._pasting = self._pasting or in_text
        self.line_breaks += self._pasting
        return self._pasting

    def _since(self, at: float) -> float:
        """Take note of input; return the seconds since the last, after which a paste may be over."""
        since, self._last = at - self._last, at
        if since >= QUIET:
            self._pasting = False
            self.line_breaks = 0
        return since
