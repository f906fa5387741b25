"""Call log: which call was made, its outcome, and how long it took.

Logs no content, no key and no query values, and nothing received but the HTTP status.
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
    """Log the call that is made inside the context."""
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
