"""A defect of the client's own ends it with a sentence, never with a traceback in the person's face."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.worker import WorkerFailed

from tests.ui.client.person import client
from tui import paths
from tui.services.library import Library

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tests.ui.client.person import Person


async def test_what_went_wrong_is_in_a_file_of_the_persons_own(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_self: Library, _session_id: str) -> str:
        raise KeyError("a defect")

    with pytest.raises(WorkerFailed):
        await start_a_session_with(broken, sandbox.base_url, monkeypatch)
    log = paths.state_folder() / "crash.log"
    assert "builtins.KeyError" in log.read_text()
    assert "a defect" not in log.read_text().replace('raise KeyError("a defect")', "")
    assert log.stat().st_mode & 0o777 == 0o600


async def test_a_job_ends_while_its_screen_is_there_whatever_ends_the_client(sandbox: RunningSandbox) -> None:
    screens: list[int] = []

    async def job(person: Person) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            screens.append(len(person.app.screen_stack))

    async def broken_off() -> None:
        async with client(sandbox.base_url) as person:
            await person.sees("0 / 2,500")
            person.app.run_worker(job(person))
            await person.presses("f5")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken_off()
    assert screens == [1]
    assert not (paths.state_folder() / "crash.log").exists()


async def start_a_session_with(defect: object, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with client(base_url) as person:
        await person.sees("0 / 2,500", "Ask Harbour", "A new session")
        monkeypatch.setattr(Library, "draft", defect)
        await person.presses("ctrl+n")
        await person.until(lambda: False)
