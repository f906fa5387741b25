"""The outcome table, case by case."""

from __future__ import annotations

import pytest

from tests.faults.outcomes import CASES, Case, Outcome, play


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_message_becomes_what_is_known_of_it_and_is_never_taken_twice(case: Case) -> None:
    assert await play(case) == Outcome(case.steps, case.states, case.posts, case.taken)
