"""``python -m tests.kill``: kills the program again and again, and prints what was found."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.kill.run import STEPS, Run


def main() -> int:
    """Print the tally; return 1 if anything was lost, sent twice or counted wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill")
    parser.add_argument("--points", type=int, default=200, help="random kill points (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random points (default: %(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Run(Path(folder), args.seed) as run:
        for step in STEPS:
            run.at(step)
            print(f"killed {step}", flush=True)
        for number in range(args.points):
            run.at_random()
            if (number + 1) % 50 == 0:
                print(f"killed at {number + 1} random points", flush=True)
        truth = run.end()
    print(f"\n{len(STEPS)} steps and {args.points} random points, seed {args.seed}. The message was then:")
    for place, times in run.tally.most_common():
        print(f"  {times:5}  {place}")
    messages = sum(row[1] == "user" for row in truth.ours)
    print(f"\n{messages} messages kept, {len(run.asked.queued)} of them known to be on disk before the kill")
    print(f"{truth.counted} messages counted by the service; {len(truth.drafts)} drafts kept")
    print("\n".join(run.wrongs) or "Nothing lost, nothing sent twice.")
    return 1 if run.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
