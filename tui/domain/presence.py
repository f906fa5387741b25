"""Whether a person is at the screen, from what their terminal tells."""

from __future__ import annotations

AWAY_AFTER = 10.0
"""Seconds without a key after which a person counts as away, where the terminal tells of no focus."""


class Presence:
    """Times are seconds on any one clock that does not go back."""

    def __init__(self, at: float) -> None:
        self._noticed_at = at
        self._has_focus: bool | None = None
        """Unknown until the terminal tells of it: many never do, nor tmux unless it is set to."""

    def noticed(self, at: float) -> None:
        """A key was pressed, or the terminal has the focus again."""
        self._noticed_at = at
        if self._has_focus is not None:
            self._has_focus = True

    def missed(self) -> None:
        """The terminal has lost the focus."""
        self._has_focus = False

    def is_away(self, at: float) -> bool:
        """Whether the person looks elsewhere, as far as can be known."""
        if self._has_focus is None:
            return at - self._noticed_at >= AWAY_AFTER
        return not self._has_focus
