"""What is logged of each call: which one it was, what came of it, and how long it took.

No content, no key and no value of a query, and nothing that came over the network.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError

if TYPE_CHECKING:
    from collections.abc import Generator

    from tui.api.exchange import Call
    from tui.domain.clock import Clock

LOGGER = logging.getLogger("tui.calls")
"""Silent until ``services.call_log`` gives it a file."""


@contextmanager
def logged(call: Call, clock: Clock) -> Generator[None]:
    """Log the call that is made within."""
    began, outcome = clock.monotonic(), "given up"
    try:
        yield
        outcome = "answered"
    except ServiceError as error:
        fault = error.fault
        outcome = f"{fault.kind}" if fault.status is None else f"{fault.kind} ({fault.status})"
        raise
    finally:
        LOGGER.info("%s %s after %.3f s", call, outcome, clock.monotonic() - began)
