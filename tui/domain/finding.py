"""Findings of ``doctor``: one fact each, with a remedy where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Severity of a finding."""

    OK = "ok"
    NOTE = "note"
    """Nothing is wrong, but it is worth knowing."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that ``doctor`` reports."""

    about: str
    """Topic in a word or two, shared by related findings: ``data folder``."""
    words: str
    """The state, as a plain sentence; untrusted text in it is not cleaned yet."""
    verdict: Verdict = Verdict.OK
    remedy: str = ""
    """What to do, as a plain sentence; empty if there is nothing to do."""
