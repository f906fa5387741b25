"""``python -m tests.faults``: plays every case, and prints what came of it as a table in Markdown."""

from __future__ import annotations

import asyncio
import sys

from tests.faults.outcomes import CASES, MESSAGES, Outcome, play


def main() -> int:
    """Print the table; return 1 if a case did not come out as it must."""
    print(f"Three messages are queued in one session: {', '.join(MESSAGES)}.\n")
    print("| the service | steps of the first message | in the end | came in | taken | as it must |")
    print("|---|---|---|---|---|---|")
    wrong = 0
    for case in CASES:
        outcome = asyncio.run(play(case))
        fine = outcome == Outcome(case.steps, case.states, case.posts, case.taken)
        wrong += not fine
        cells = (case.name, outcome.steps, outcome.states, outcome.posts, outcome.taken)
        print("| " + " | ".join(map(str, cells)) + f" | {'yes' if fine else 'NO'} |", flush=True)
    print("\n`?`: unknown, and looked for in the conversation. `…`: queued, to be tried again by itself.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
