"""Whether a terminal can show the full-screen client at all."""

from __future__ import annotations

_DRIVEN = ("xterm", "screen", "tmux", "linux", "rxvt", "vt100", "vt220")
"""How ``TERM`` begins for terminals that need no look-up in terminfo, which takes some milliseconds."""

_CANNOT = frozenset({"", "dumb", "emacs", "unknown"})


def can_be_driven(term: str) -> bool:
    """Whether a terminal of the type ``term`` understands ANSI cursor moves.

    Textual writes ANSI sequences whatever the type. One that the terminal database does not know is
    taken for a newer terminal, which understands them.
    """
    if term in _CANNOT:
        return False
    if term.startswith(_DRIVEN):
        return True
    import curses

    try:
        curses.setupterm(term, 1)
    except curses.error:
        return True
    return (curses.tigetstr("cup") or b"").startswith(b"\x1b[")
