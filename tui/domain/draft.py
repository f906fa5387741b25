"""Merge the drafts that two instances typed in one session."""

from __future__ import annotations


def joined(first: str, second: str) -> str:
    """Join two texts, each on its own lines; an empty one is skipped."""
    return "\n".join(text for text in (first, second) if text)


def merged(base: str, mine: str, theirs: str) -> str:
    """Merge the draft typed here with what another instance made of ``base`` meanwhile.

    Text typed on either side is kept. Text that the other instance removed, because it was sent from there,
    is left out unless it was changed here.
    """
    # Only one side changed, or one contains the other.
    if theirs == base:
        return mine
    if mine == base or mine in theirs:
        return theirs
    if theirs in mine and theirs != "":
        return mine
    # Nothing in common to start from.
    if not base:
        return joined(theirs, mine)
    # Sent from the other instance: keep what was added here.
    if not theirs:
        return mine.removeprefix(base).lstrip("\n")
    # The other instance kept the base: only what it added is new.
    if base in theirs:
        return joined(theirs.replace(base, "", 1).strip("\n"), mine)
    if mine.startswith(base):
        return joined(theirs, mine.removeprefix(base).lstrip("\n"))
    return joined(theirs, mine)
