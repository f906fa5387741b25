"""Faults that the client itself finds, rather than the service or the network."""

from __future__ import annotations

from dataclasses import replace

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

NO_REPLY = Fault(
    kind=FaultKind.NO_REPLY,
    title="No reply",
    sentence="The service has this message and no reply to it.",
    remedy="Look again later, or send it again, which counts a second time.",
    retryable=True,
    may_have_been_taken=True,
)

CANNOT_TELL = Fault(
    kind=FaultKind.CANNOT_TELL,
    title="Nobody can tell",
    sentence="What the service shows of this conversation does not prove whether it took the message.",
    remedy="Leave it, look for it at Asyntai, or send it again, which may count twice.",
    retryable=True,
    may_have_been_taken=True,
)

LEFT = Fault(
    kind=FaultKind.DISMISSED,
    title="Left as it is",
    sentence="Nobody knows whether the service took this message.",
    remedy="",
    retryable=False,
    may_have_been_taken=True,
)

_FOUND_BY_LOOKING = frozenset({FaultKind.NO_REPLY, FaultKind.CANNOT_TELL})


def not_taken(before: Fault | None) -> Fault:
    """Return the fault of a message that the service turned out not to have.

    ``before`` is the fault by which it was unknown.
    """
    fault = Fault(
        kind=FaultKind.NOT_TAKEN,
        title="Not taken",
        sentence="The service does not have this message, and did not count it.",
        remedy="It can be sent again.",
        retryable=True,
        may_have_been_taken=False,
    )
    if before is None or before.kind in _FOUND_BY_LOOKING:
        return fault
    return replace(fault, sentence=f"{before.sentence} {fault.sentence}")
