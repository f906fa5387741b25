"""Configuration of a sandbox: address, key, account, latency and faults."""

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
"""Path of the API (API reference)."""

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765
DEFAULT_KEY = "sandbox"
"""Not a secret: it only gives access to a sandbox on loopback."""

Plan = Literal["free", "starter", "standard", "pro"]

PLAN_LIMITS: dict[Plan, int] = {"free": 100, "starter": 2_500, "standard": 15_000, "pro": 50_000}
"""Messages a month by plan (API reference)."""

FIRST_USED = 150
"""Messages that a new account has already used this month, as in the API reference's example."""


def utc_now() -> datetime:
    """Return the current time, timezone-aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Configuration of one sandbox; the defaults make a good demo."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    """0 chooses a free port."""
    api_key: str = field(default=DEFAULT_KEY, repr=False)
    email: str = "robin@harbourlantern.example"
    plan: Plan = "starter"
    used: int | None = None
    """Messages used this month; ``None`` keeps the database's count, ``FIRST_USED`` in a new one."""
    limit: int | None = None
    """Messages a month; ``None`` is the plan's limit."""
    latency_ms: tuple[int, int] = (300, 1_200)
    """Fewest and most milliseconds that ``/chat/`` takes; the other calls answer at once."""
    database: Path | None = None
    """The SQLite file of the state; ``None`` keeps it in memory."""
    clock: Callable[[], datetime] = utc_now
    """Returns the current time, timezone-aware."""
    seeded: bool = True
    """Whether a new database starts with the bundled conversations."""
    websites: tuple[Website, ...] = field(default_factory=bundled_websites)
    faults: tuple[FaultRate, ...] = ()
    """Faults to simulate with messages, and how often."""
    fault_seed: int | None = None
    """Seed for the same order of faults each time; ``None`` for a random one."""

    @property
    def messages_limit(self) -> int:
        """The account's messages a month."""
        return PLAN_LIMITS[self.plan] if self.limit is None else self.limit
