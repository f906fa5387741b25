"""The benchmarks measure what a machine has, and say what it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import wire
from tests.benchmarks.figures import Bound, Figure, plain

if TYPE_CHECKING:
    import pytest


def test_without_sshd_the_other_rows_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def other(runs: int) -> list[Figure]:
        return [plain(Bound("another figure", "", "s", 2, 1), [1.0] * runs)]

    monkeypatch.setattr(wire, "MISSING", ["sshd"])
    monkeypatch.setattr(benchmarks, "ROWS_BY_NAME", {"wire-ssh": wire.wire_over_ssh, "other": other})
    monkeypatch.setattr("sys.argv", ["benchmarks", "--runs", "1"])
    assert benchmarks.main() == 0
    told = capsys.readouterr()
    assert "another figure" in told.out
    assert "wire-ssh was not measured: this machine has no sshd." in told.err
