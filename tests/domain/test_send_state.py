"""The state machine of a message: the table, and that nothing outside it is possible."""

from __future__ import annotations

from itertools import product

import pytest

from tui.domain.faults import Fault, FaultKind
from tui.domain.models import MessageState
from tui.domain.send_state import MOVES, RETRYABLE, WITHDRAWABLE, IllegalMoveError, after_fault, move

Q, S, A, F, U, R = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.ANSWERED,
    MessageState.FAILED,
    MessageState.UNKNOWN,
    MessageState.RECEIVED,
)
ALLOWED = {(Q, S), (Q, F), (S, Q), (S, A), (S, F), (S, U), (F, Q), (F, A), (U, Q), (U, A), (U, F), (U, R)}


@pytest.mark.parametrize(("now", "then"), list(product(MessageState, MessageState)))
def test_only_the_written_moves_are_possible(now: MessageState, then: MessageState) -> None:
    if (now, then) in ALLOWED:
        assert move(now, then) is then
    else:
        with pytest.raises(IllegalMoveError, match=f"{now} cannot become {then}"):
            move(now, then)


def test_every_state_has_its_row() -> None:
    assert set(MOVES) == set(MessageState)


def test_an_answered_message_is_never_sent_again() -> None:
    reached, todo = {A}, [A]
    while todo:
        todo.extend(fresh := MOVES[todo.pop()] - reached)
        reached |= fresh
    assert reached == {A}


def test_nothing_is_sent_without_passing_the_queue() -> None:
    assert {now for now in MessageState if S in MOVES[now]} == {Q}


def test_what_may_have_been_taken_cannot_be_withdrawn() -> None:
    assert U not in WITHDRAWABLE
    assert S not in WITHDRAWABLE
    assert all(Q in MOVES[state] for state in RETRYABLE)


@pytest.mark.parametrize(
    ("kind", "taken", "state"),
    [
        (FaultKind.BROKEN, False, F),
        (FaultKind.BROKEN, True, U),
        (FaultKind.LIMIT_REACHED, False, F),
        (FaultKind.KEY_REFUSED, False, Q),
        (FaultKind.NO_KEY, False, Q),
    ],
)
def test_the_fault_decides_what_becomes_of_the_message(
    kind: FaultKind, taken: bool, state: MessageState
) -> None:
    assert after_fault(Fault(kind, "Broken", "It broke.", "Try again.", True, taken)) is state
