"""Tells a typed Enter from one within a paste without bracketed paste mode."""

from __future__ import annotations

PASTE_GAP = 0.010
"""Seconds. Input that follows other input sooner counts as part of a burst."""
QUIET = 0.120
"""Seconds without any input after which a paste is over: a slow line brings it in pieces."""
LONG_BURST = 8
"""Characters, each within the gap after the one before, that count as a paste. A slow line, or a busy
machine, brings a few typed keys together too."""


class EnterRule:
    """Decides whether an Enter sends, from the times at which input arrived.

    A terminal without bracketed paste sends a pasted text as if it were typed: one Enter a line, and each
    would send a message. Times are seconds on any one clock that does not go back; a key event carries
    when it was read (``Event.time``), which no delay of the program afterwards can change.
    """

    def __init__(self, gap: float = PASTE_GAP) -> None:
        self.gap = gap
        self.line_breaks = 0
        """Enters that were line breaks in the present paste."""
        self._last = float("-inf")
        self._burst = 0
        self._pasting = False

    def arrived(self, at: float) -> bool:
        """Record a character; return whether it belongs to a paste."""
        self._burst = self._burst + 1 if self._since(at) < self.gap else 1
        self._pasting = self._pasting or self._burst >= LONG_BURST
        return self._pasting

    def enter(self, at: float, *, in_text: bool) -> bool:
        """Record an Enter; return whether it is a line break of a paste.

        ``in_text``: text follows it in the same read, which begins a paste.
        """
        self._since(at)
        self._pasting = self._pasting or in_text
        self.line_breaks += self._pasting
        return self._pasting

    def _since(self, at: float) -> float:
        """Record input; return the seconds since the last. After ``QUIET`` seconds a paste is over."""
        since, self._last = at - self._last, at
        if since >= QUIET:
            self._pasting = False
            self.line_breaks = 0
        return since
