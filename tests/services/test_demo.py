"""The demo's access: a sandbox of its own, with a key that nobody else has."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tui.services.demo import DemoAccess

if TYPE_CHECKING:
    import pytest


def arguments() -> bytes:
    """Those of every process, as every user can read them."""
    taken = b""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended
            taken += process.read_bytes()
    return taken


async def test_the_key_is_made_at_each_start_and_in_no_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    keys: set[str] = set()
    for _ in range(2):
        demo = DemoAccess()
        try:
            access = await demo.find()
            key = access.key.reveal()
            keys.add(key)
            async with httpx.AsyncClient(base_url=access.base_url) as client:
                for given, status in ((key, 200), ("sandbox", 401)):
                    answer = await client.get("account/", headers={"X-API-Key": given})
                    assert answer.status_code == status
            assert key.encode() not in arguments()
        finally:
            await demo.close()
    assert len(keys) == 2
    assert min(map(len, keys)) >= 32
