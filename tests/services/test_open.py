"""The composition: profiles, keys that come late, the demo, and what is imported when."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.services.conftest import opened
from tests.services.steps import until
from tests.services.test_conversation import Held
from tests.support.faulty_server import FaultyServer
from tui import paths
from tui.domain.api_key import ApiKey
from tui.domain.endpoint import Timeouts
from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.domain.models import MessageState
from tui.domain.settings import Profile, Settings
from tui.services.demo import DemoAccess
from tui.services.open import check_key, open_demo, open_services

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.support.sandbox import RunningSandbox
    from tui.domain.models import SendEvent


async def test_the_profile_has_a_store_of_its_own(home: Path, sandbox: RunningSandbox) -> None:
    settings = Settings(profiles={"work": Profile(website="2")})
    environ = {"ASYNTAI_BASE_URL": sandbox.base_url}
    async with await open_services(settings, profile="work", environ=environ) as services:
        assert (services.profile_name, services.website) == ("work", "2")
        assert services.base_url == sandbox.base_url
        assert not services.is_demo
    assert paths.database_file("work").exists()
    assert not paths.database_file("default").exists()


async def test_a_key_that_is_saved_is_used_at_once_and_the_next_time(sandbox: RunningSandbox) -> None:
    async with await opened(sandbox.base_url, "") as services:
        assert not await services.connect()
        assert (services.is_connected, services.key_source) == (False, None)
        await services.save_key(ApiKey(sandbox.api_key))
        assert (await services.library.refresh_account()).plan
    async with await opened(sandbox.base_url, "") as services:
        assert await services.connect()
        assert services.key_source is not None
        assert services.key_source.startswith("the file ")


async def test_a_key_is_checked_against_the_account(sandbox: RunningSandbox) -> None:
    account = await check_key(sandbox.base_url, ApiKey(sandbox.api_key), Timeouts())
    assert account.plan == "starter"
    with pytest.raises(ServiceError) as refused:
        await check_key(sandbox.base_url, ApiKey("wrong-key-entirely"), Timeouts())
    assert refused.value.fault.kind is FaultKind.KEY_REFUSED


async def test_a_call_under_way_outlives_a_new_key() -> None:
    free = Event()
    with FaultyServer(Held(free)) as server:
        async with await opened(server.base_url, "the-first-key") as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            pumping = asyncio.create_task(_states(services.conversation.pump("s")))
            await until(lambda: len(server.requests) == 1)
            await services.use_key(ApiKey("the-second-key"))
            free.set()
            assert await pumping == [MessageState.SENDING, MessageState.ANSWERED]
            await services.conversation.enqueue("s", 1, "two")
            await _states(services.conversation.pump("s"))
            keys = [request.headers["authorization"] for request in server.requests]
            assert keys == ["Bearer the-first-key", "Bearer the-second-key"]


async def test_a_source_of_the_key_that_fails_is_told_and_the_store_still_serves(
    home: Path, sandbox: RunningSandbox
) -> None:
    settings = Settings(profiles={"work": Profile(api_key_command=("false",))})
    environ = {"ASYNTAI_BASE_URL": sandbox.base_url}
    async with await open_services(settings, profile="work", environ=environ) as services:
        with pytest.raises(UserError, match="api_key_command failed"):
            await services.connect()
        assert await services.library.sessions(1) == []
        with pytest.raises(ServiceError) as refused:
            await services.library.refresh_account()
        assert refused.value.fault.kind is FaultKind.NO_KEY


async def test_a_message_that_a_dead_instance_was_sending_is_unknown_at_the_next_start(
    home: Path, sandbox: RunningSandbox
) -> None:
    code = (
        "import asyncio, os, signal; from tui.store.store import Store; from tui import paths\n"
        "from tui.domain.clock import SYSTEM_CLOCK\n"
        "async def main():\n"
        "    store = await Store.open(paths.database_file('default'), SYSTEM_CLOCK)\n"
        "    await store.outbox.enqueue('s', 1, 'hello'); await store.outbox.claim('s')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())"
    )
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], check=False)
    async with await opened(sandbox.base_url, sandbox.api_key) as services:
        (message,) = (await services.library.page("s")).messages
        assert message.state is MessageState.UNKNOWN
        assert message.fault is not None
        assert message.fault.kind is FaultKind.INTERRUPTED


async def test_the_demo_answers_and_keeps_its_state_apart() -> None:
    for expected in (2, 4):
        async with await open_demo(Settings()) as services:
            assert services.is_demo
            assert await services.connect()
            assert services.key_source == "the sandbox"
            assert services.base_url.startswith("http://127.0.0.1:")
            websites = await services.library.refresh_websites()
            assert len(websites) == 3
            listed = [len(await services.library.sessions(site.id)) for site in websites]
            assert all(listed)
            assert sum(listed) >= 20
            await services.conversation.enqueue("tui-mine", websites[0].id, "When are you open?")
            assert MessageState.ANSWERED in await _states(services.conversation.pump("tui-mine"))
            assert (await services.library.refresh_session("tui-mine")).message_count == expected
    assert {path.name for path in paths.demo_folder().iterdir()} >= {"demo.sqlite3", "sandbox.sqlite3"}
    assert not paths.database_file("default").exists()


async def test_a_sandbox_that_does_not_start_is_told_with_its_own_words() -> None:
    demo = DemoAccess(["--host", "192.0.2.1"])
    with pytest.raises(UserError, match=r"The sandbox did not start: .*192\.0\.2\.1"):
        await demo.find()
    await demo.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_sandbox_never_outlives_the_program(how: signal.Signals) -> None:
    code = (
        "import asyncio\n"
        "from tui.services.demo import DemoAccess\n"
        "async def main():\n"
        "    demo = DemoAccess()\n"
        "    access = await demo.find()\n"
        "    print(access.base_url.split(':')[2].split('/')[0], flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        port = int(program.stdout.readline())
        assert _serves(port)
        program.send_signal(how)
    deadline = time.monotonic() + 10
    while _serves(port):
        assert time.monotonic() < deadline, "the sandbox goes on without its program"


def test_what_opens_the_services_imports_nothing_heavy() -> None:
    code = (
        "import sys, tui.services.open\n"
        "heavy = {'textual', 'rich', 'httpx', 'pydantic', 'starlette', 'uvicorn', 'tui.api.client'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


async def _states(events: AsyncIterator[SendEvent]) -> list[MessageState]:
    return [event.message.state async for event in events]


def _serves(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return False
    except ConnectionResetError:  # it is just closing
        return True
    return True
