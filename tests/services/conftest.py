"""The services over a store on disk and the real sandbox on a real socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox
from tui.domain.backoff import Growth, Pace
from tui.domain.endpoint import Timeouts
from tui.domain.settings import Settings
from tui.services.open import Services, open_services

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the test's own."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.delenv("ASYNTAI_API_KEY", raising=False)
    monkeypatch.delenv("ASYNTAI_BASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
async def services(sandbox: RunningSandbox) -> AsyncIterator[Services]:
    async with await opened(sandbox.base_url, sandbox.api_key) as connected:
        await connected.connect()
        yield connected


QUICK = Timeouts(connect=30, chat=0.4, other=10)
"""Time-outs for services that never answer a message; all else may take what a busy machine needs."""

HANGING = Timeouts(connect=30, chat=0.4, other=0.4)
"""Time-outs for services that answer nothing at all."""

AT_ONCE = Pace(
    retry=Growth(0.02, longest=0.1), look=Growth(0.05, longest=0.1), store=Growth(0.05, longest=0.1)
)


async def opened(
    base_url: str, key: str = "some-test-key", *, timeouts: Timeouts | None = None, pace: Pace = AT_ONCE
) -> Services:
    """The services of the default profile, not yet connected."""
    return await open_services(
        Settings(timeouts=timeouts or Timeouts()),
        environ={"ASYNTAI_API_KEY": key, "ASYNTAI_BASE_URL": base_url},
        pace=pace,
    )
