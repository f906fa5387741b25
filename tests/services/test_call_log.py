"""The log: calls, what came of them and their time; nothing else, and nobody else's to read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.faulty_server import Answer, FaultyServer, error, web_page
from tui import paths
from tui.api.client import ApiClient
from tui.api.exchange import ACCOUNT
from tui.api.logged import logged
from tui.domain.abilities import Ability
from tui.domain.api_key import ApiKey
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.endpoint import Timeouts
from tui.domain.faults import ServiceError, UserError
from tui.services import call_log
from tui.services.call_log import log_file, start_log, stop_log

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "canary-0123456789-key"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ (.*) after \d+\.\d{3} s")


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield
    stop_log()


def told(file: Path) -> list[str]:
    """What the lines after the first say of the calls."""
    first, *lines = file.read_text().splitlines()
    assert "asyntai-tui" in first
    matches = [LINE.fullmatch(line) for line in lines]
    assert all(matches), lines
    return [match[1] for match in matches if match]


async def test_it_tells_calls_and_outcomes_and_no_word_of_anybody(tmp_path: Path) -> None:
    start_log(None)
    answers = (
        Answer({"success": True, "response": "a secret reply", "session_id": "secret-session"}),
        Answer({"success": True, "messages": []}),
        error(401, f"no such key: {KEY}"),
        web_page(502),
    )
    with FaultyServer(*answers) as server:
        client = ApiClient(server.base_url, ApiKey(KEY), Timeouts(), clock=SYSTEM_CLOCK)
        await client.chat("a secret question", session_id="secret-session")
        await client.conversation("secret-session")
        for call in (client.account, client.websites):
            with pytest.raises(ServiceError):
                await call()
        await client.close()
    assert told(log_file()) == [
        "POST /chat/ answered",
        "GET /conversations/ answered",
        "GET /account/ key-refused (401)",
        "GET /websites/ server-error (502)",
    ]
    text = log_file().read_text()
    assert "secret" not in text
    assert KEY not in text


async def test_it_tells_what_was_made_of_an_answer_in_the_end(tmp_path: Path) -> None:
    start_log(tmp_path / "mine.log")
    account = {"email": "a@example.com", "plan": "free", "messages_used": 5, "messages_limit": 5}
    answers = (
        error(403, "Upgrade your plan."),
        Answer({"success": True, "account": account}),
        Answer({"success": True, "response": "hello", "session_id": "another"}),
        web_page(404),
    )
    with FaultyServer(*answers) as server:
        async with ApiClient(server.base_url, ApiKey(KEY), Timeouts(), clock=SYSTEM_CLOCK) as client:
            for _ in range(2):
                with pytest.raises(ServiceError):
                    await client.chat("a question", session_id="mine")
            assert not await client.has(Ability.TICKETS)
    assert told(tmp_path / "mine.log") == [
        "GET /account/ answered",
        "POST /chat/ limit-reached (403)",
        "POST /chat/ other-session (200)",
        "GET /tickets/ not-found (404)",
    ]


@pytest.mark.parametrize("umask", [0o000, 0o077], ids=oct)
def test_its_files_are_private_under_any_umask_and_stay_small(
    monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    monkeypatch.setattr(call_log, "LOG_BYTES", 2_000)
    before = os.umask(umask)
    try:
        start_log(None)
        for _ in range(100):
            with logged(ACCOUNT, SYSTEM_CLOCK):
                pass
    finally:
        os.umask(before)
    files = {file.name: file.stat() for file in paths.state_folder().iterdir()}
    assert set(files) == {"calls.log", "calls.log.1"}
    for status in files.values():
        assert stat.S_IMODE(status.st_mode) == 0o600
        assert status.st_size <= 2_000
    assert stat.S_IMODE(paths.state_folder().stat().st_mode) == 0o700


def test_a_file_of_ones_own_choice(tmp_path: Path) -> None:
    start_log(tmp_path / "mine.log")
    with logged(ACCOUNT, SYSTEM_CLOCK):
        pass
    assert told(tmp_path / "mine.log") == ["GET /account/ answered"]
    assert not log_file().exists()


def test_one_that_cannot_be_written_is_told_if_it_was_named_and_done_without_if_not(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"The log .*none/x cannot be written: No such file or directory\."):
        start_log(tmp_path / "none" / "x")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(UserError, match="cannot be written"):
        start_log(tmp_path / "link")
    (tmp_path / "state").write_text("in the way")
    start_log(None)
    with logged(ACCOUNT, SYSTEM_CLOCK):
        pass


def test_a_full_disk_does_not_disturb(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        start_log(Path("/dev/full"))
    except UserError:
        pytest.skip("this machine has no /dev/full")
    for _ in range(2):
        with logged(ACCOUNT, SYSTEM_CLOCK):
            pass
    assert capsys.readouterr() == ("", "")
