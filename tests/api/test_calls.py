"""What each call sends, and what it makes of a right answer."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.api.support import KEY, client_of, served
from tests.support.faulty_server import Answer, FaultyServer, Hang, Raw
from tui import __version__
from tui.api.client import MOST_MESSAGES, ApiClient
from tui.domain.api_key import ApiKey
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.endpoint import Timeouts
from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.domain.models import Account, RemoteMessage, Role, Website

if TYPE_CHECKING:
    from pathlib import Path


async def test_chat_sends_the_message_and_gives_the_reply_as_it_came() -> None:
    text = "**Yes**\r\n\x1b[31mred\u202e"
    async with served(Answer({"success": True, "response": text, "session_id": "s1"})) as (client, server):
        reply = await client.chat("Open? ☃", session_id="s1", website_id=7)
    assert (reply.text, reply.session_id) == (text, "s1")
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/api/v1/chat/")
    assert request.json() == {"message": "Open? ☃", "session_id": "s1", "website_id": 7}


async def test_chat_without_a_website_names_none() -> None:
    async with served(Answer({"success": True, "response": ""})) as (client, server):
        reply = await client.chat("?", session_id="mine")
    assert "website_id" not in server.requests[0].json()
    assert reply.session_id == "mine"


async def test_the_key_is_in_one_header_and_nowhere_else() -> None:
    async with served(Answer({"success": True, "websites": []})) as (client, server):
        await client.websites()
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == f"asyntai-tui/{__version__}"
    assert [name for name, value in request.headers.items() if KEY in value] == ["authorization"]
    assert KEY not in request.target


async def test_websites_are_clean_and_each_id_is_there_once() -> None:
    answer: dict[str, object] = {
        "success": True,
        "websites": [
            {
                "id": 2,
                "name": "Two\n\x1b]0;title\x07 lines",
                "domain": "two.example",
                "is_primary": True,
                "new": {},
            },
            {"id": 1, "name": None},
            {"id": 2, "name": "again", "domain": "again.example", "is_primary": False},
        ],
    }
    async with served(Answer(answer)) as (client, _):
        websites = await client.websites()
    assert websites == [
        Website(2, "Two ]0;title lines", "two.example", is_primary=True),
        Website(1, "", "", is_primary=False),
    ]


async def test_a_conversation_is_asked_for_by_id_with_a_limit_that_the_service_takes() -> None:
    async with served(Answer({"success": True, "messages": []})) as (client, server):
        await client.conversation("a b&c/ü")
        await client.conversation("s", limit=20)
        await client.conversation("s", limit=1000)
        await client.conversation("s", limit=0)
    assert [request.target for request in server.requests] == [
        "/api/v1/conversations/?session_id=a+b%26c%2F%C3%BC&limit=100",
        "/api/v1/conversations/?session_id=s&limit=20",
        "/api/v1/conversations/?session_id=s&limit=100",
        "/api/v1/conversations/?session_id=s&limit=1",
    ]


@pytest.mark.parametrize("named", ["s2", "S", "s s", "\u200bs"])
async def test_the_messages_of_another_session_are_refused(named: str) -> None:
    answer = {"success": True, "session_id": named, "messages": [{"role": "user", "content": "x"}]}
    async with served(Answer(answer)) as (client, _):
        with pytest.raises(ServiceError) as caught:
            await client.conversation("s")
    assert caught.value.fault.kind is FaultKind.WRONG_SHAPE
    assert "session_id is another session's." in caught.value.fault.sentence


@pytest.mark.parametrize("named", ["s", " s ", "", None, 5, {}])
async def test_an_answer_that_names_no_other_session_is_taken(named: object) -> None:
    answer = {"success": True, "session_id": named, "messages": [{"role": "user", "content": "x"}]}
    async with served(Answer(answer)) as (client, _):
        (message,) = await client.conversation("s")
    assert message.content == "x"


async def test_of_more_messages_than_were_asked_for_the_newest_are_taken() -> None:
    messages = [{"role": "user", "content": str(n)} for n in range(10_000)]
    async with served(Answer({"success": True, "messages": messages})) as (client, _):
        taken = await client.conversation("s")
    assert [message.content for message in taken] == [str(n) for n in range(10_000 - MOST_MESSAGES, 10_000)]


async def test_a_conversation_keeps_order_source_and_time() -> None:
    messages = [
        {"role": "user", "content": "a\tb\r\nc", "timestamp": "2024-01-15T10:30:00Z"},
        {"role": "assistant", "content": "d", "timestamp": "2024-01-15T12:30:01.5+02:00"},
    ]
    async with served(Answer({"success": True, "session_id": "s", "messages": messages})) as (client, _):
        assert await client.conversation("s") == [
            RemoteMessage(Role.USER, "a\tb\r\nc", datetime(2024, 1, 15, 10, 30, tzinfo=UTC)),
            RemoteMessage(Role.ASSISTANT, "d", datetime(2024, 1, 15, 10, 30, 1, 500_000, tzinfo=UTC)),
        ]


async def test_the_account() -> None:
    account = {"email": "you@example.com", "plan": "starter", "messages_used": 150, "messages_limit": 2500}
    async with served(Answer({"success": True, "account": account})) as (client, _):
        assert await client.account() == Account("you@example.com", "starter", 150, 2500)


async def test_a_lone_surrogate_in_a_message_is_replaced_and_sent() -> None:
    async with served(Answer({"success": True, "response": "ok"})) as (client, server):
        await client.chat("caf\udce9", session_id="s\udce9")
    assert server.requests[0].json() == {"message": "caf\ufffd", "session_id": "s\ufffd"}


async def test_no_cookie_is_kept() -> None:
    answer = Answer({"success": True, "websites": []}, headers={"Set-Cookie": "id=1; Path=/"})
    async with served(answer) as (client, server):
        await client.websites()
        await client.websites()
    assert "cookie" not in server.requests[1].headers


async def test_a_pooled_connection_that_the_server_has_closed_is_not_used() -> None:
    body = b'{"success": true, "response": "ok"}'
    kept_open = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)

    async with served(Raw(kept_open)) as (client, server):
        for turn in range(1, 4):
            assert (await client.chat("?", session_id="s")).text == "ok"
            await asyncio.to_thread(server.wait_until, lambda turn=turn: server.ended == turn)
    assert server.connections == 3


async def test_a_cancelled_call_is_cancelled_and_nothing_else() -> None:
    async with served(Hang()) as (client, server):
        task = asyncio.create_task(client.chat("?", session_id="s"))
        await asyncio.to_thread(server.wait_until, lambda: bool(server.requests))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert task.cancelled()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
async def test_nothing_for_this_machine_goes_through_a_proxy(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer(Hang()) as proxy:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        async with served(Answer({"success": True, "websites": []})) as (client, server):
            await client.websites()
        assert (len(server.requests), proxy.connections) == (1, 0)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com",
        "https://u:p@example.com/",
        "https://a\u0378b/",
        f"https://{'x' * 70_000}/",
    ],
)
def test_a_base_url_that_is_not_fit_is_refused(url: str) -> None:
    with pytest.raises(UserError):
        client_of(url)


@pytest.mark.parametrize("secret", ["", "two words", "line\nbreak", "ключ"])
def test_a_key_that_fits_no_header_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(UserError) as caught:
        ApiClient("https://example.com", ApiKey(secret), Timeouts(), clock=SYSTEM_CLOCK)
    assert not secret or secret not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("HTTPS_PROXY", "foo://nowhere", "HTTPS_PROXY"),
        ("ALL_PROXY", "http://127.0.0.1:port", "^ALL_PROXY is no URL"),
        ("all_proxy", "http://", "^all_proxy is no URL"),
        ("HTTPS_PROXY", "http://127.0.0.1:0", "^HTTPS_PROXY is no URL"),
        ("HTTPS_PROXY", "http://[", "^HTTPS_PROXY is no URL"),
        ("HTTPS_PROXY", "http://a\u0378b", "^HTTPS_PROXY is no URL"),
        ("SSL_CERT_DIR", "/nonexistent", "SSL_CERT_DIR"),
        ("SSL_CERT_DIR", __file__, "SSL_CERT_DIR"),
        ("SSL_CERT_FILE", "/dev/zero", "SSL_CERT_FILE"),
        ("SSLKEYLOGFILE", "/nonexistent/keys", "SSLKEYLOGFILE names cannot be written"),
        ("SSLKEYLOGFILE", "/", "SSLKEYLOGFILE"),
        ("SSL_CERT_FILE", "/nonexistent.pem", "SSL_CERT_FILE"),
        ("SSL_CERT_FILE", __file__, "SSL_CERT_FILE"),
    ],
)
def test_an_environment_that_is_of_no_use_is_told(
    variable: str, value: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(UserError, match=named) as caught:
        client_of("https://example.com")
    others = {"HTTPS_PROXY", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"}
    assert not [other for other in others - {variable} if other in str(caught.value)]


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    for variable in ("SSL_CERT_FILE", "SSLKEYLOGFILE"):
        with monkeypatch.context() as within:
            within.setenv(variable, str(tmp_path / "pipe"))
            with pytest.raises(UserError, match=variable):
                client_of("https://example.com")
