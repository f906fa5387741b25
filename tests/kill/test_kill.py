"""SIGKILL at each step of a send and at a dozen random points: nothing is lost, nothing sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.kill.client import ClientRun
from tests.kill.run import STEPS, Run

if TYPE_CHECKING:
    from pathlib import Path

POINTS = 12


def test_killed_at_any_moment_nothing_is_lost_and_nothing_sent_twice(tmp_path: Path) -> None:
    with Run(tmp_path, seed=3) as run:
        for step in STEPS:
            run.at(step)
        for _ in range(POINTS):
            run.at_random()
        truth = run.end()
    assert run.wrongs == []
    assert sum(run.tally.values()) == len(STEPS) + POINTS
    assert truth.counted == sum(role == "user" for _, role, _, _ in truth.ours) > 0


def test_a_client_that_is_killed_shows_at_its_next_start_what_became_of_the_message(tmp_path: Path) -> None:
    steps = ("after the service took it", "as soon as it is queued, with a second client that has the draft")
    with ClientRun(tmp_path, seed=5, latency="0-0") as run:
        for step in steps:
            run.kill(step)
        # Of this seed: a retry that waits, and a queued message that is being changed, both beside another.
        run.at_random()
        run.at_random()
    assert run.wrongs == []
    assert run.counted == run.sent == len(steps) + 1 + 3
