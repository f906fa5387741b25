"""The terminal's title: set while the client has the terminal, and restored afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 80
"""Characters of a title."""
_PUSH, _POP = "\x1b[22;2t", "\x1b[23;2t"
"""XTWINOPS: push the window's title on a stack, and pop it."""
_WITHOUT_STACK = ("linux", "screen", "vt", "dumb", "ansi", "cons", "sun", "eterm", "emacs")
"""How ``TERM`` begins where a title could not be restored, or would be drawn as text."""


class Title:
    """The sequences that set a title while the client has the terminal, and restore the former one.

    Each method returns a sequence, which is empty if there is nothing to send. GNU screen keeps no
    stack; tmux does, whatever ``TERM`` it sets.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        term = environ.get("TERM", "")
        in_screen = bool(environ.get("STY")) and not environ.get("TMUX")
        kept = bool(environ.get("TMUX")) or not term.startswith(_WITHOUT_STACK)
        self._has_stack = bool(term) and kept and not in_screen
        self._text = ""
        self._taken = False

    def change(self, text: str) -> str:
        """Change the title, now and whenever the terminal is taken."""
        text = one_line(text, _LONGEST)
        if text == self._text:
            return ""
        self._text = text
        return self._set() if self._taken else ""

    def take(self) -> str:
        """Save the terminal's title and set ours: the client starts, or resumes."""
        if not self._has_stack or self._taken:
            return ""
        self._taken = True
        return _PUSH + self._set()

    def give_back(self) -> str:
        """Restore the terminal's title: the client ends, or is suspended."""
        taken, self._taken = self._taken, False
        return _POP if taken else ""

    def _set(self) -> str:
        return f"\x1b]2;{self._text}\a" if self._text else ""
