"""Bringing together what two windows have typed in one session."""

from __future__ import annotations


def joined(first: str, second: str) -> str:
    """Two texts as one, each in lines of its own; an empty one leaves no trace."""
    return "\n".join(text for text in (first, second) if text)


def merged(base: str, mine: str, theirs: str) -> str:
    """What is typed here and what another window has made of ``base`` meanwhile, as one text.

    What was typed on either side is in it. What the other side took away, because it was sent from there, is
    not; unless it was changed here.
    """
    if theirs == base:
        return mine
    if mine == base or mine in theirs:
        return theirs
    if theirs in mine and theirs != "":
        return mine
    if not base:
        return joined(theirs, mine)
    if not theirs:
        return mine.removeprefix(base).lstrip("\n")
    if base in theirs:
        return joined(theirs.replace(base, "", 1).strip("\n"), mine)
    if mine.startswith(base):
        return joined(theirs, mine.removeprefix(base).lstrip("\n"))
    return joined(theirs, mine)
