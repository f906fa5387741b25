"""A full disk, a read-only file, a file that is held: it is said, kept in memory, and tried again."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.faults.service import Service, answered, reset_after
from tests.services.conftest import QUICK, opened
from tests.services.steps import A, Q, R, S, U, stored
from tests.support.faulty_server import FaultyServer
from tui import paths
from tui.domain.models import Address, Draft
from tui.domain.transcript import TranscriptState

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator
    from pathlib import Path

    from tui.domain.models import SendEvent
    from tui.services.open import Services

LONG = "a" * 500_000


@pytest.fixture(autouse=True)
def impatient(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.connection.BUSY_TIMEOUT", 20)


async def set_pragma(services: Services, pragma: str) -> None:
    await services.store.database.read(lambda connection: connection.execute(f"PRAGMA {pragma}").fetchall())


async def fill_disk(services: Services) -> None:
    pages = await services.store.database.read(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
    await set_pragma(services, f"max_page_count = {pages + 2}")


async def make_room(services: Services) -> None:
    await set_pragma(services, f"max_page_count = {2**30}")


@contextmanager
def held() -> Generator[sqlite3.Connection]:
    """Hold the file as another program would."""
    with closing(sqlite3.connect(paths.database_file("default"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def next_of(stream: AsyncGenerator[SendEvent, None]) -> SendEvent:
    async with asyncio.timeout(10):
        return await anext(stream)


async def test_a_disk_that_is_full_when_the_reply_comes_loses_nothing() -> None:
    with FaultyServer(Service([answered])) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, LONG)
            state = TranscriptState.of(await services.library.page("s"))
            stream = services.conversation.pump("s")
            state = state.after(await next_of(stream))
            await fill_disk(services)
            for _ in range(3):
                unsaved = await next_of(stream)
                assert "disk is full" in unsaved.unsaved
                assert unsaved.message.state is S
                assert unsaved.reply is not None
                assert unsaved.reply.content == LONG.upper()
                state = state.after(unsaved)
                assert [message.content for message in state.messages] == [LONG, LONG.upper()]
            assert await stored(services) == [(LONG, S)]
            await make_room(services)
            while (event := await next_of(stream)).unsaved:
                state = state.after(event)
            state = state.after(event)
            assert event.message.state is A
            assert await stored(services) == [(LONG, A), (LONG.upper(), R)]
            assert state.messages == (await services.library.page("s")).messages
            assert [event async for event in stream] == []


async def test_a_file_that_is_held_when_the_outcome_is_known_is_written_once_it_is_free() -> None:
    service = Service([reset_after])
    with FaultyServer(service) as server:
        async with await opened(server.base_url, timeouts=QUICK) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            stream = services.conversation.pump("s")
            assert (await next_of(stream)).message.state is S
            with held():
                event = await next_of(stream)
                assert "held by another program" in event.unsaved
                assert event.message.state is S
                assert event.message.fault is not None, "why is known, though it is not on disk"
                assert event.reply is None
            states = [event.message.state async for event in stream if not event.unsaved]
            assert states == [U, A]
            assert await stored(services) == [("one", A), ("ONE", R)]


async def test_nothing_leaves_while_the_file_cannot_be_written() -> None:
    service = Service([answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            await set_pragma(services, "query_only = ON")
            stream = services.conversation.pump("s")
            for _ in range(3):
                event = await next_of(stream)
                assert "is read-only" in event.unsaved
                assert (event.message.content, event.message.state) == ("one", Q)
            assert server.requests == []
            await set_pragma(services, "query_only = OFF")
            while (event := await next_of(stream)).unsaved:
                pass
            assert event.message.state is S
            assert [event.message.state async for event in stream] == [A]
            assert service.taken == ["one"]


async def test_what_cannot_be_kept_even_as_the_program_ends_is_found_at_the_service() -> None:
    service = Service([answered])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, LONG)
            stream = services.conversation.pump("s")
            await next_of(stream)
            await fill_disk(services)
            assert (await next_of(stream)).reply is not None
            await stream.aclose()
        async with await opened(server.base_url) as services:
            await services.connect()
            assert await stored(services) == [(LONG, U)]
            events = [event async for event in services.conversation.resume("s")]
            assert events[-1].message.state is A
            assert await stored(services) == [(LONG, A), (LONG.upper(), R)]
        assert len(service.taken) == 1


async def test_a_reply_that_could_not_be_written_is_tried_a_last_time_as_the_program_ends() -> None:
    with FaultyServer(Service([answered])) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, LONG)
            stream = services.conversation.pump("s")
            await next_of(stream)
            await fill_disk(services)
            assert (await next_of(stream)).unsaved
            await make_room(services)
            await stream.aclose()
            assert await stored(services) == [(LONG, A), (LONG.upper(), R)]


async def test_a_search_goes_on_while_what_it_finds_cannot_be_written() -> None:
    service = Service([reset_after])
    with FaultyServer(service) as server:
        async with await opened(server.base_url) as services:
            await services.connect()
            await services.conversation.enqueue("s", 1, "one")
            stream = services.conversation.pump("s")
            while not (await next_of(stream)).looking:
                pass
            with held():
                for _ in range(3):
                    event = await next_of(stream)
                    assert "held by another program" in event.unsaved
                    assert (event.message.state, event.looking) == (U, True)
            while (event := await next_of(stream)).unsaved:
                pass
            assert event.message.state is A
            assert await stored(services) == [("one", A), ("ONE", R)]
            await stream.aclose()


async def test_what_cannot_be_queued_is_told_and_kept_by_whoever_asked() -> None:
    with FaultyServer(Service([answered])) as server:
        async with await opened(server.base_url) as services:
            await services.library.save_draft(Address(1, "s"), "one", over=Draft())
            with held(), pytest.raises(Exception, match="held by another program"):
                await services.conversation.enqueue("s", 1, "one")
            assert (await services.library.draft("s")).text == "one"
            assert await stored(services) == []
