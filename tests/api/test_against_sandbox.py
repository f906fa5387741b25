"""The client and the sandbox, which imitates the API reference, over a real socket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.api.support import KEY, PATIENT, fault_of
from tests.support.sandbox import RunningSandbox, running_sandbox
from tui.api.client import ApiClient
from tui.domain.api_key import ApiKey
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.faults import FaultKind
from tui.domain.models import Role


@pytest.fixture(scope="module")
def sandbox():
    with running_sandbox() as running:
        yield running


@pytest.fixture
async def client(sandbox: RunningSandbox):
    async with ApiClient(sandbox.base_url, ApiKey(sandbox.api_key), PATIENT, clock=SYSTEM_CLOCK) as client:
        yield client


async def test_the_main_job(client: ApiClient) -> None:
    before = await client.account()
    first, *others = await client.websites()
    assert first.is_primary
    assert others

    reply = await client.chat("When are you open?", session_id="tui-test", website_id=first.id)
    assert reply.text
    assert reply.session_id == "tui-test"

    question, answer = await client.conversation("tui-test")
    assert (question.role, question.content) == (Role.USER, "When are you open?")
    assert (answer.role, answer.content) == (Role.ASSISTANT, reply.text)
    assert question.at is not None
    assert abs(datetime.now(UTC) - question.at) < timedelta(minutes=1)

    assert (await client.account()).messages_used == before.messages_used + 1


async def test_what_the_sandbox_refuses(client: ApiClient) -> None:
    unknown = await fault_of(client.chat("?", session_id="s", website_id=10**6))
    assert unknown.kind in {FaultKind.BAD_REQUEST, FaultKind.NOT_FOUND}
    empty = await fault_of(client.chat("", session_id="s"))
    assert empty.kind is FaultKind.BAD_REQUEST
    assert "message" in empty.sentence


async def test_a_wrong_key(sandbox: RunningSandbox) -> None:
    async with ApiClient(sandbox.base_url, ApiKey(KEY), PATIENT, clock=SYSTEM_CLOCK) as client:
        assert (await fault_of(client.account())).kind is FaultKind.KEY_REFUSED


async def test_the_limit() -> None:
    with running_sandbox(used=5, limit=5) as full:
        async with ApiClient(full.base_url, ApiKey(full.api_key), PATIENT, clock=SYSTEM_CLOCK) as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    assert fault.kind is FaultKind.LIMIT_REACHED
    assert not fault.may_have_been_taken
