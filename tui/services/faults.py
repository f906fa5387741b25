"""Faults that arise on this side of the network."""

from __future__ import annotations

from tui.domain.faults import Fault, FaultKind

NO_KEY = Fault(
    kind=FaultKind.NO_KEY,
    title="No API key",
    sentence="No API key is set for this profile.",
    remedy="Run asyntai-tui to enter one, set ASYNTAI_API_KEY, or try the demo with --demo.",
    retryable=False,
    may_have_been_taken=False,
)

INTERRUPTED = Fault(
    kind=FaultKind.INTERRUPTED,
    title="Interrupted",
    sentence="The program stopped before the answer had come.",
    remedy="The message may have been taken all the same: look at the conversation before you send it again.",
    retryable=True,
    may_have_been_taken=True,
)
