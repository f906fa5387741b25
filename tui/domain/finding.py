"""What ``doctor`` finds: one fact a finding, in words, with a remedy where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands."""

    OK = "ok"
    NOTE = "note"
    """Nothing is wrong, but it is worth knowing."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact."""

    about: str
    """A word or two, the same for all that belong together: ``data folder``."""
    words: str
    """The state, as a plain sentence; foreign words in it are not cleaned yet."""
    verdict: Verdict = Verdict.OK
    remedy: str = ""
    """What to do, as a plain sentence; empty where there is nothing to do."""
