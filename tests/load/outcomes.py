"""What became of each test of a run, as pytest's JUnit report has it, compared over several runs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Outcomes = dict[str, str]
"""By the name of the test: passed, failed, error or skipped."""

MISSING = "missing"


def read(report: Path) -> Outcomes:
    """Reads a JUnit report; one that was not written has no outcomes."""
    if not report.is_file():
        return {}
    return {
        f"{case.get('classname')}::{case.get('name')}": _outcome(case)
        for case in ElementTree.parse(report).getroot().iter("testcase")
    }


def failing(runs: Sequence[Outcomes]) -> list[str]:
    """The names of the tests that ran in every run and failed in every run."""
    bad = {"failed", "error", MISSING}
    return [name for name in _names(runs) if all(run.get(name, MISSING) in bad for run in runs)]


def differing(runs: Sequence[Outcomes]) -> dict[str, list[str]]:
    """The outcomes, in the order of the runs, of each test that did not end the same way every time."""
    each = {name: [run.get(name, MISSING) for run in runs] for name in _names(runs)}
    return {name: outcomes for name, outcomes in each.items() if len(set(outcomes)) > 1}


def _names(runs: Sequence[Outcomes]) -> list[str]:
    return sorted({name for run in runs for name in run})


def _outcome(case: ElementTree.Element) -> str:
    ends = {"failure": "failed", "error": "error", "skipped": "skipped"}
    return next((word for tag, word in ends.items() if case.find(tag) is not None), "passed")
