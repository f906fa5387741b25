"""Presence: whether a person is at the screen, from the terminal's focus reports and from keys."""

from __future__ import annotations

AWAY_AFTER = 10.0
"""Seconds without a key after which a person counts as away, if the terminal reports no focus."""


class Presence:
    """Tracks focus and keys. Times are in seconds of any one monotonic clock."""

    def __init__(self, at: float) -> None:
        self._noticed_at = at
        self._has_focus: bool | None = None
        """``None`` until the terminal reports it: many never do, and tmux only if configured to."""

    def noticed(self, at: float) -> None:
        """Record a key press, or that the terminal regained focus."""
        self._noticed_at = at
        if self._has_focus is not None:
            self._has_focus = True

    def missed(self) -> None:
        """Record that the terminal lost focus."""
        self._has_focus = False

    def is_away(self, at: float) -> bool:
        """Whether the person is away, as far as is known."""
        if self._has_focus is None:
            return at - self._noticed_at >= AWAY_AFTER
        return not self._has_focus
