"""``python -m tests.kill``: kills the program again and again, and prints what was found."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.kill import client
from tests.kill.client import ClientRun
from tests.kill.run import STEPS, Run


def main() -> int:
    """Print both tallies; return 1 if anything was lost, sent twice or counted wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill")
    parser.add_argument("--points", type=int, default=200, help="random kill points (default: %(default)s)")
    parser.add_argument(
        "--rounds", type=int, default=2, help="rounds of the client in a terminal (default: %(default)s)"
    )
    parser.add_argument(
        "--client-points", type=int, default=0, help="random kill points of the client (default: %(default)s)"
    )
    parser.add_argument(
        "--latency", default="0-40", help="of the service, in milliseconds; 0-0 is the quickest (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of all that is random (default: %(default)s)")
    args = parser.parse_args()
    wrongs = _services(args.points, args.seed, args.latency)
    if args.rounds or args.client_points:
        wrongs += _client(args.rounds, args.client_points, args.seed, args.latency)
    print("\n" + ("\n".join(wrongs) or "Nothing lost, nothing sent twice."))
    return 1 if wrongs else 0


def _services(points: int, seed: int, latency: str) -> list[str]:
    """Kill the services, at every step and at random; return what was wrong."""
    with tempfile.TemporaryDirectory() as folder, Run(Path(folder), seed, latency) as run:
        for step in STEPS:
            run.at(step)
        for _ in range(points):
            run.at_random()
        truth = run.end()
    print(f"The services ({latency} ms): {len(STEPS)} steps and {points} random points, seed {seed}.")
    print("The message was then:")
    for place, times in run.tally.most_common():
        print(f"  {times:5}  {place}")
    messages = sum(row[1] == "user" for row in truth.ours)
    print(f"{messages} messages kept, {len(run.asked.queued)} of them known to be on disk before the kill;")
    print(f"{truth.counted} messages counted by the service; {len(truth.drafts)} drafts kept.", flush=True)
    return run.wrongs


def _client(rounds: int, points: int, seed: int, latency: str) -> list[str]:
    """Kill the full-screen client in a pseudo-terminal, at every step; return what was wrong."""
    with tempfile.TemporaryDirectory() as folder, ClientRun(Path(folder), seed, latency) as run:
        for _ in range(rounds):
            for step in client.STEPS:
                run.kill(step)
        for _ in range(points):
            run.at_random()
    steps = f"{rounds} rounds of {len(client.STEPS)} steps and {points} random points, seed {seed}"
    print(f"\nThe client in a terminal ({latency} ms): {steps}.")
    print("On disk was then:")
    for (step, states), times in sorted(run.tally.items()):
        print(f"  {times:5}  {step}: {states}")
    print(f"{run.counted} messages counted by the service, {run.sent} sent by a person.", flush=True)
    return run.wrongs


if __name__ == "__main__":
    sys.exit(main())
