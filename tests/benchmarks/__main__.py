"""``python -m tests.benchmarks``: measures every row of the design's table, and prints it."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks.figures import Figure, NotMeasuredError, as_json, table
from tests.benchmarks.rows import ROWS_BY_NAME


def main() -> int:
    """Measure, print, and return 1 if a bound that must be met is not."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"only these: {', '.join(ROWS_BY_NAME)}")
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median counts (default: 5)")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    args = parser.parse_args()
    unknown = set(args.rows) - set(ROWS_BY_NAME)
    if unknown:
        parser.error(f"no row is called {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    missed: list[str] = []
    for name, measure in ROWS_BY_NAME.items():
        if not args.rows or name in args.rows:
            print(f"measuring {name}…", file=sys.stderr)
            try:
                figures += measure(args.runs)
            except NotMeasuredError as reason:
                missed.append(f"{name} was not measured: {reason}.")
    print(as_json(figures) if args.json else table(figures))
    for sentence in missed:
        print(sentence, file=sys.stderr)
    return int(any(figure.verdict == "NOT MET" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
