"""Delivery state machine: which message state may follow which.

Re-sending a message that may have been taken costs quota, so every transition is listed here and any other
is refused.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind
from tui.domain.models import MessageState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.domain.faults import Fault

MOVES: Mapping[MessageState, frozenset[MessageState]] = MappingProxyType(
    {
        MessageState.QUEUED: frozenset(
            {
                MessageState.SENDING,
                MessageState.FAILED,  # it is not retried
            }
        ),
        MessageState.SENDING: frozenset(
            {
                MessageState.QUEUED,  # it was not sent, or surely not taken and is retried
                MessageState.ANSWERED,
                MessageState.FAILED,
                MessageState.UNKNOWN,
            }
        ),
        MessageState.FAILED: frozenset(
            {
                MessageState.QUEUED,
                MessageState.ANSWERED,  # the service was slow to write it and seemed not to have it
            }
        ),
        MessageState.UNKNOWN: frozenset(
            {
                MessageState.QUEUED,  # the person sends it again, knowing that it may have been taken
                MessageState.ANSWERED,  # the service lists it and its reply
                MessageState.FAILED,  # the service surely does not have it
                MessageState.RECEIVED,  # the person leaves it unresolved
            }
        ),
        MessageState.ANSWERED: frozenset(),
        MessageState.RECEIVED: frozenset(),
    }
)
"""The states that may follow each state."""

RETRYABLE = frozenset({MessageState.FAILED, MessageState.UNKNOWN})
"""States from which a person may send the message again."""

EDITABLE = RETRYABLE | {MessageState.QUEUED}
"""States in which a person may replace the message with another text."""

WITHDRAWABLE = frozenset({MessageState.QUEUED, MessageState.FAILED})
"""States in which a message may be withdrawn: the service surely does not have it."""


_WAITS_FOR_A_KEY = frozenset({FaultKind.KEY_REFUSED, FaultKind.NO_KEY})


class IllegalMoveError(Exception):
    """A transition that is not in the table: a defect of the caller, or another instance was first."""

    def __init__(self, now: MessageState, then: MessageState) -> None:
        super().__init__(f"A message that is {now} cannot become {then}.")
        self.now = now
        self.then = then


def move(now: MessageState, then: MessageState) -> MessageState:
    """Return ``then`` if a message in state ``now`` may change to it.

    Raises:
        IllegalMoveError: if it may not.
    """
    if then not in MOVES[now]:
        raise IllegalMoveError(now, then)
    return then


def after_fault(fault: Fault) -> MessageState:
    """Return the state of a message whose call failed.

    *Unknown* if the service may have taken it, *queued* if only another key is needed, else *failed*.
    """
    if fault.may_have_been_taken:
        return MessageState.UNKNOWN
    return MessageState.QUEUED if fault.kind in _WAITS_FOR_A_KEY else MessageState.FAILED
