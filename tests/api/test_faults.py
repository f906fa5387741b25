"""Every way to fail, over real sockets: its kind, what it says, and whether a message may have been taken."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.api.outcomes import OUTCOMES, Outcome
from tests.api.support import HASTY, account_fault, chat_fault, client_of, fault_of, served
from tests.support.faulty_server import (
    Act,
    Answer,
    FaultyServer,
    Hang,
    Raw,
    Repeat,
    ResetAfter,
    chunk,
    chunked_head,
    error,
    gzip_bomb,
)
from tui.api.body import BODY_LIMIT
from tui.domain.faults import FaultKind

if TYPE_CHECKING:
    from tui.domain.endpoint import Timeouts

HALF = Answer(b'{"success": true, "resp', length=500)


@pytest.mark.parametrize(("act", "outcome", "words"), OUTCOMES.values(), ids=OUTCOMES.keys())
async def test_each_way_to_fail(act: Act, outcome: Outcome, words: str) -> None:
    fault = await chat_fault(act)
    assert (fault.kind, fault.retryable, fault.may_have_been_taken) == outcome
    assert words in fault.sentence
    assert fault.sentence.endswith(".")
    assert "\n" not in fault.sentence
    assert fault.title
    assert not fault.title.endswith(".")
    assert fault.remedy.endswith(".")
    assert ("look at the conversation" in fault.remedy) == outcome.taken


@pytest.mark.parametrize("act", [act for act, *_ in OUTCOMES.values()], ids=OUTCOMES.keys())
async def test_a_call_that_spends_nothing_is_never_in_doubt(act: Act) -> None:
    assert not (await account_fault(act)).may_have_been_taken


SLOW = {
    "no answer": Hang(),
    "no body": Hang(chunked_head()),
    "a trickled body": Repeat(chunked_head(), chunk(b" "), seconds=0.01),
    "a trickled head": Repeat(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", seconds=0.01),
}


@pytest.mark.parametrize("act", SLOW.values(), ids=SLOW.keys())
async def test_the_time_is_for_the_whole_answer(act: Act) -> None:
    fault = await chat_fault(act, timeouts=HASTY)
    assert (fault.kind, fault.retryable, fault.may_have_been_taken) == (FaultKind.ANSWER_TIMEOUT, True, True)
    assert "did not answer within 0.3 s." in fault.sentence
    other = await account_fault(act, timeouts=HASTY)
    assert (other.kind, other.may_have_been_taken) == (FaultKind.ANSWER_TIMEOUT, False)


async def test_a_status_that_is_here_counts_although_its_body_never_ends() -> None:
    fault = await chat_fault(Repeat(chunked_head(503), chunk(b" "), seconds=0.01), timeouts=HASTY)
    assert (fault.kind, fault.may_have_been_taken) == (FaultKind.IN_BETWEEN, True)
    assert fault.status == 503


def quota(messages_used: int, limit: int | None = 2500) -> Answer:
    return Answer({"success": True, "account": {"messages_used": messages_used, "messages_limit": limit}})


@pytest.mark.parametrize(
    ("refusal", "account", "kind"),
    [
        (error(429, "Too many requests", Retry_After="2"), quota(150), FaultKind.TOO_MANY),
        (error(429, ""), quota(150), FaultKind.TOO_MANY),
        (error(429, ""), quota(150, None), FaultKind.TOO_MANY),
        (error(429, "Wait", Retry_After="30"), error(500, "Away"), FaultKind.TOO_MANY),
        (error(429, "Rate limit exceeded"), error(429, "Rate limit exceeded"), FaultKind.TOO_MANY),
        (error(429, "Too many requests", Retry_After="2"), quota(2500), FaultKind.LIMIT_REACHED),
        (error(429, "Message limit reached"), quota(2500), FaultKind.LIMIT_REACHED),
        (error(429, "Message limit reached"), error(500, "Away"), FaultKind.LIMIT_REACHED),
        (error(429, ""), error(500, "Away"), FaultKind.LIMIT_REACHED),
        (error(429, "Come back", Retry_After="864000"), error(500, "Away"), FaultKind.LIMIT_REACHED),
        (error(403, "Upgrade your plan"), quota(2500), FaultKind.LIMIT_REACHED),
        (error(403, "Upgrade your plan"), quota(150), FaultKind.FORBIDDEN),
        (error(200, "Monthly message limit reached"), quota(2500), FaultKind.LIMIT_REACHED),
    ],
)
async def test_a_used_up_month_is_told_from_too_many_calls_at_once(
    refusal: Act, account: Act, kind: FaultKind
) -> None:
    fault = await chat_fault(refusal, account)
    assert (fault.kind, fault.may_have_been_taken) == (kind, False)
    assert fault.exit_status == {FaultKind.TOO_MANY: 5, FaultKind.LIMIT_REACHED: 4}.get(kind, 3)
    assert ("month" in fault.told) == (kind is FaultKind.LIMIT_REACHED)


@pytest.mark.parametrize(
    ("refusal", "account"),
    [(error(200, "Monthly limit reached"), quota(150)), (error(200, "The model failed"), quota(2500))],
)
async def test_a_failure_that_is_not_surely_the_used_up_month_stays_in_doubt(
    refusal: Act, account: Act
) -> None:
    fault = await chat_fault(refusal, account)
    assert (fault.kind, fault.may_have_been_taken) == (FaultKind.REFUSED_BY_SERVICE, True)


async def test_hints_without_end_are_given_up_at_once() -> None:
    fault = await chat_fault(Repeat(b"", b"HTTP/1.1 100 Continue\r\n\r\n"))
    assert (fault.kind, fault.may_have_been_taken) == (FaultKind.BROKEN, True)


async def test_after_an_answer_that_is_too_large_no_more_is_read() -> None:
    async with served(Repeat(chunked_head(), chunk(b" " * 65536)), Answer({"response": "ok"})) as (
        client,
        server,
    ):
        assert (await fault_of(client.account())).kind is FaultKind.TOO_LARGE
        assert (await client.chat("?", session_id="s")).text == "ok"
    assert server.connections == 2


async def test_a_gzip_bomb_is_not_inflated_beyond_the_limit() -> None:
    async with served(gzip_bomb(64)) as (client, _):
        tracemalloc.start()
        assert (await fault_of(client.account())).kind is FaultKind.TOO_LARGE
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 4 * BODY_LIMIT


async def test_a_compressed_answer_is_read() -> None:
    body = gzip.compress(b'{"response": "' + b"x" * 100_000 + b'"}')
    async with served(Answer(body, headers={"Content-Encoding": "gzip"})) as (client, _):
        assert len((await client.chat("?", session_id="s")).text) == 100_000


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("soon", None), (None, None)])
async def test_the_wait_that_the_service_asks_for(header: str | None, seconds: float | None) -> None:
    named = {"Retry_After": header} if header else {}
    fault = await chat_fault(error(503, "Away", **named))
    assert (fault.retry_after, fault.status) == (seconds, 503)


async def test_what_the_service_says_is_one_clean_short_line() -> None:
    fault = await chat_fault(error(400, "\x1b]0;owned\x07 two\nlines \u202e" + "x" * 10_000))
    assert "(400): ]0;owned two lines xxx" in fault.sentence
    assert len(fault.sentence) < 300


async def test_a_name_that_cannot_be_found() -> None:
    async with client_of("https://nothing.invalid") as client:
        fault = await fault_of(client.chat("?", session_id="s"))
    assert fault.kind is FaultKind.NAME_NOT_FOUND
    assert (fault.retryable, fault.may_have_been_taken) == (True, False)
    assert fault.sentence == "nothing.invalid cannot be found by its name."


async def test_a_name_that_can_be_no_name() -> None:
    async with client_of("https://a..b") as client:
        assert (await fault_of(client.account())).kind is FaultKind.NAME_NOT_FOUND


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_closed_port(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    async with client_of(f"http://{host}:{port}") as client:
        fault = await fault_of(client.chat("?", session_id="s"))
    assert fault.kind is FaultKind.REFUSED
    assert (fault.retryable, fault.may_have_been_taken) == (True, False)
    assert fault.sentence == f"{host}:{port} cannot be reached: the connection was refused."


@pytest.mark.parametrize("timeouts", [HASTY, replace(HASTY, connect=30, chat=0.2)], ids=["connect", "all"])
async def test_a_connection_that_is_not_taken_up_in_time(timeouts: Timeouts) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        async with client_of(f"http://127.0.0.1:{address[1]}", timeouts) as client:
            fault = await fault_of(client.chat("?", session_id="s"))
        for one in waiting:
            one.close()
    assert fault.kind is FaultKind.CONNECT_TIMEOUT
    assert (fault.retryable, fault.may_have_been_taken) == (True, False)
    assert "within 0.2 s" in fault.sentence


async def test_a_proxy_that_does_not_let_the_call_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer(Raw(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:secret@127.0.0.1:{proxy.port}")
        async with client_of("https://nothing.invalid") as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    assert fault.kind is FaultKind.REFUSED
    assert not fault.may_have_been_taken
    assert fault.sentence == (
        "nothing.invalid cannot be reached: "
        f"the proxy 127.0.0.1:{proxy.port} (HTTPS_PROXY) answered 407 Proxy Authentication Required."
    )
    assert fault.remedy.startswith("Check HTTPS_PROXY, ")
    assert [request.method for request in proxy.requests] == ["CONNECT"]


async def test_a_proxy_that_hangs_leaves_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer(Hang()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        async with client_of("https://nothing.invalid", HASTY) as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    assert (fault.kind, fault.may_have_been_taken) == (FaultKind.CONNECT_TIMEOUT, False)
    assert fault.sentence.startswith(
        f"The proxy 127.0.0.1:{proxy.port} (HTTPS_PROXY) could not be connected to"
    )


async def test_a_proxy_that_breaks_before_the_message_left_leaves_no_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with FaultyServer(ResetAfter()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        async with client_of("https://nothing.invalid") as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    assert (fault.kind, fault.may_have_been_taken) == (FaultKind.BROKEN, False)
    assert f"to the proxy 127.0.0.1:{proxy.port} (HTTPS_PROXY) broke" in fault.sentence


async def test_a_session_id_that_fits_no_address() -> None:
    async with served(Hang()) as (client, server):
        fault = await fault_of(client.conversation("x" * 100_000))
    assert (fault.kind, server.connections) == (FaultKind.BAD_REQUEST, 0)


async def test_a_body_of_tiny_pieces_leaves_turns_to_the_keys_and_has_an_end() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    keys = asyncio.create_task(count())
    fault = await chat_fault(Repeat(chunked_head(), chunk(b" ") * 4000))
    keys.cancel()
    assert fault.kind is FaultKind.TOO_LARGE
    assert turns > BODY_LIMIT // 256 // 32, "one turn for every few pieces"
