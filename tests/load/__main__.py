"""``python -m tests.load``: repeats the suite on a busy machine, and prints what differed between runs."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from tests.load.outcomes import Outcomes, differing, failing, read
from tests.test_readme import fenced, part

if TYPE_CHECKING:
    from collections.abc import Generator

_SPIN = "while True: pass"


def main() -> int:
    """Run the README's test command several times; return 1 unless every test passed every time."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of the suite (default: %(default)s)")
    parser.add_argument("--busy", type=int, default=4, help="busy processes beside it (default: %(default)s)")
    parser.add_argument("--cores", type=int, default=2, help="cores for all of it (default: %(default)s)")
    parser.add_argument("tests", nargs="*", help="what pytest is to run (default: everything)")
    args = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.cores])
    runs: list[Outcomes] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as busy:
        for _ in range(args.busy):
            busy.enter_context(_busy_process())
        for number in range(1, args.runs + 1):
            report = Path(folder, f"{number}.xml")
            began = monotonic()
            suite = shlex.split(fenced(part("tests")))
            subprocess.run([*suite, f"--junit-xml={report}", *args.tests], check=False)
            runs.append(read(report))
            passed = sum(outcome == "passed" for outcome in runs[-1].values())
            print(
                f"run {number}: {passed} of {len(runs[-1])} passed in {monotonic() - began:.0f} s", flush=True
            )
    return _report(runs)


def _report(runs: list[Outcomes]) -> int:
    always, sometimes = failing(runs), differing(runs)
    for name in always:
        print(f"each time not passed: {name}")
    for name, outcomes in sometimes.items():
        print(f"not the same each time: {name}: {', '.join(outcomes)}")
    if always or sometimes:
        return 1
    print(f"{len(runs)} runs, every test passed each time.")
    return 0


@contextmanager
def _busy_process() -> Generator[None]:
    process = subprocess.Popen([sys.executable, "-c", _SPIN])
    try:
        yield
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
