"""The faults that the sandbox plays on purpose: what a caller meets, what is kept, what the log says."""

from __future__ import annotations

import re
import signal
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.test_cli import PATIENCE, ready, refusal, started, used
from tests.support import eventually
from tests.support.sandbox import running_sandbox
from tui.sandbox import app
from tui.sandbox.faults import FaultError, FaultKind, FaultRate, Faults, parse_fault

if TYPE_CHECKING:
    import subprocess

QUICK = ("--memory", "--used", "0", "--latency", "0-0")
HEADERS = {"X-API-Key": "sandbox"}


def ask(base_url: str, session_id: str = "s") -> str:
    """Send a message; say what came of it."""
    body = {"message": "When are you open?", "session_id": session_id}
    try:
        response = httpx.post(base_url + "chat/", headers=HEADERS, json=body, timeout=1)
    except (httpx.ReadError, httpx.RemoteProtocolError):
        return "broken"
    except httpx.ReadTimeout:
        return "silence"
    try:
        response.json()
    except ValueError:
        return f"{response.status_code} no JSON"
    return str(response.status_code)


def kept(base_url: str, session_id: str = "s") -> int:
    response = httpx.get(base_url + "conversations/", headers=HEADERS, params={"session_id": session_id})
    return len(response.json()["messages"])


def log_of(process: subprocess.Popen[str]) -> list[str]:
    """End the sandbox; return its log without the milliseconds."""
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=PATIENCE)
    return [re.sub(r" \d+ ms", "", line) for line in log.splitlines()]


@pytest.mark.parametrize(
    ("kind", "met", "taken", "status"),
    [
        ("503", "503", False, "503"),
        ("reset-before", "broken", False, "-"),
        ("reset-after", "broken", True, "-"),
        ("hang", "silence", False, "-"),
        ("bad-json", "200 no JSON", True, "200"),
    ],
)
def test_a_fault_is_met_the_count_is_true_and_the_log_says_so(
    kind: str, met: str, taken: bool, status: str
) -> None:
    with started(*QUICK, "--fault", f"{kind}:1") as process:
        base_url = ready(process)
        assert ask(base_url) == met
        assert used(base_url) == (1 if taken else 0)
        assert kept(base_url) == (2 if taken else 0)
        log = log_of(process)
        assert f"POST /api/v1/chat/ {status} ({kind} on purpose)" in log
        assert [line for line in log if "purpose" not in line] == [
            "GET /api/v1/account/ 200",
            "GET /api/v1/conversations/ 200",
        ]


def test_a_reset_is_one() -> None:
    with started(*QUICK, "--fault", "reset-after:1") as process, httpx.Client() as client:
        with pytest.raises(httpx.ReadError) as broken:
            client.post(ready(process) + "chat/", headers=HEADERS, json={"message": "Hello"})
        causes: list[BaseException] = [broken.value]
        while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
            causes.append(cause)
        assert any(isinstance(cause, ConnectionResetError) for cause in causes)


def test_a_slow_answer_is_slow_and_then_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 < app.SLOW_SECONDS < 60, "longer than anyone expects, and within every client's patience"
    monkeypatch.setattr(app, "SLOW_SECONDS", 2)
    with running_sandbox(faults=(FaultRate(FaultKind.SLOW, 1),)) as sandbox:
        assert ask(sandbox.base_url) == "silence"
        assert sandbox.messages_used() == 0
        eventually(lambda: sandbox.messages_used() == 1)
        assert len(sandbox.messages("s")) == 2


def test_bad_requests_meet_no_fault() -> None:
    with started(*QUICK, "--fault", "reset-before:1") as process:
        response = httpx.post(ready(process) + "chat/", headers=HEADERS, json={})
        assert response.status_code == 400


def test_with_a_seed_the_faults_come_in_the_same_order() -> None:
    met: list[list[str]] = []
    for _ in range(2):
        with started(*QUICK, "--fault", "503:0.3", "--fault", "bad-json:0.3", "--fault-seed", "7") as process:
            base_url = ready(process)
            met.append([ask(base_url) for _ in range(20)])
    assert met[0] == met[1]
    assert set(met[0]) == {"200", "503", "200 no JSON"}


def test_what_cannot_be_played_is_refused_with_a_sentence() -> None:
    assert "no fault: choose one of 503, reset-before" in refusal("--fault", "404:1")
    assert "of the form KIND:RATE" in refusal("--fault", "503")
    assert "of the form KIND:RATE" in refusal("--fault", "503:1.5")
    assert "add up to over 1" in refusal(*QUICK, "--port", "0", "--fault", "503:0.6", "--fault", "hang:0.6")


@given(st.sampled_from(FaultKind), st.floats(0, 1))
def test_every_kind_and_rate_is_read(kind: FaultKind, rate: float) -> None:
    assert parse_fault(f"{kind}:{rate!r}") == FaultRate(kind, rate)


@given(st.text())
def test_anything_else_is_an_error_for_a_person(text: str) -> None:
    with suppress(FaultError):
        assert 0 <= parse_fault(text).rate <= 1


def test_each_fault_meets_its_part_of_the_messages() -> None:
    faults = Faults([FaultRate(FaultKind.AWAY, 0.2), FaultRate(FaultKind.HANG, 0.5)], seed=1)
    drawn = Counter(faults.draw() for _ in range(10_000))
    assert drawn[FaultKind.AWAY] / 10_000 == pytest.approx(0.2, abs=0.02)
    assert drawn[FaultKind.HANG] / 10_000 == pytest.approx(0.5, abs=0.02)
    assert drawn[None] / 10_000 == pytest.approx(0.3, abs=0.02)
    assert {Faults([FaultRate(FaultKind.SLOW, 1)]).draw() for _ in range(100)} == {FaultKind.SLOW}
    assert Faults().draw() is None
