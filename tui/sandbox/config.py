"""What a sandbox is like: its address, its key, its account and its pace."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from tui.sandbox.websites import Website, bundled_websites

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.sandbox.faults import FaultRate

API_PATH = "/api/v1/"
"""Where the API lives below the origin (API reference)."""

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765
DEFAULT_KEY = "sandbox"
"""Not a secret: it opens nothing but a sandbox on loopback."""

Plan = Literal["free", "starter", "standard", "pro"]

PLAN_LIMITS: dict[Plan, int] = {"free": 100, "starter": 2_500, "standard": 15_000, "pro": 50_000}
"""Messages a month by plan (API reference)."""

FIRST_USED = 150
"""Messages that a new sandbox account has already used this month, as in the reference's example."""


def utc_now() -> datetime:
    """Return the present moment, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """One sandbox. Everything has a default that makes a good demo."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    """0 takes a free port."""
    api_key: str = field(default=DEFAULT_KEY, repr=False)
    email: str = "robin@harbourlantern.example"
    plan: Plan = "starter"
    used: int | None = None
    """Messages used this month; ``None`` keeps what the database says, a new one starts at ``FIRST_USED``."""
    limit: int | None = None
    """Messages a month; ``None`` is the plan's own limit."""
    latency_ms: tuple[int, int] = (300, 1_200)
    """The least and the most milliseconds that ``/chat/`` takes; the other calls answer at once."""
    database: Path | None = None
    """The SQLite file of the state; ``None`` keeps it in memory."""
    clock: Callable[[], datetime] = utc_now
    """Gives aware moments."""
    seeded: bool = True
    """Whether a new database starts with the bundled conversations."""
    websites: tuple[Website, ...] = field(default_factory=bundled_websites)
    faults: tuple[FaultRate, ...] = ()
    """What goes wrong with messages, on purpose."""
    fault_seed: int | None = None
    """Makes the faults come in the same order each time; ``None`` leaves them to chance."""

    @property
    def messages_limit(self) -> int:
        """Messages a month that the account may send."""
        return PLAN_LIMITS[self.plan] if self.limit is None else self.limit
