"""The comparison of runs, on a report that pytest writes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.load.outcomes import MISSING, differing, failing, read

if TYPE_CHECKING:
    from pathlib import Path

SUITE = """
import pytest

def test_good(): pass

def test_bad(): assert False

@pytest.fixture
def broken(): raise RuntimeError

def test_error(broken): pass

@pytest.mark.skip
def test_skipped(): pass
"""


def test_a_report_is_read_as_pytest_writes_it(tmp_path: Path) -> None:
    suite, report = tmp_path / "test_some.py", tmp_path / "report.xml"
    suite.write_text(SUITE)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}", suite],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert read(report) == {
        "test_some::test_good": "passed",
        "test_some::test_bad": "failed",
        "test_some::test_error": "error",
        "test_some::test_skipped": "skipped",
    }
    assert read(tmp_path / "none.xml") == {}


def test_what_is_not_the_same_each_time_is_named() -> None:
    runs = [{"a": "passed", "b": "failed", "c": "failed"}, {"a": "passed", "b": "passed", "c": "failed"}, {}]
    assert differing(runs[:2]) == {"b": ["failed", "passed"]}
    assert failing(runs[:2]) == ["c"]
    assert differing(runs)["a"] == ["passed", "passed", MISSING]
