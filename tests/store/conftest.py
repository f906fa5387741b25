"""A store on a real file for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.domain.clock import SYSTEM_CLOCK
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "default.sqlite3"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(path, SYSTEM_CLOCK)
    yield opened
    await opened.close()
