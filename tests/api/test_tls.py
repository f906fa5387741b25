"""Secure connections, to a real TLS server with a certificate of a private authority."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from tests.api.support import HASTY, client_of, fault_of
from tests.support.faulty_server import Answer, FaultyServer, Hang, ResetBefore
from tui.api.client import ApiClient
from tui.domain.api_key import ApiKey
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.endpoint import Timeouts
from tui.domain.faults import FaultKind, UserError

DATA = Path(__file__).parent / "data"
WEBSITES = Answer({"success": True, "websites": []})


@pytest.fixture
def certificate() -> ssl.SSLContext:
    """The server's: for 127.0.0.1 alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "server.pem")
    return context


async def test_a_certificate_that_nobody_vouches_for(certificate: ssl.SSLContext) -> None:
    with FaultyServer(WEBSITES, tls=certificate) as server:
        async with client_of(server.base_url) as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    # A reset that is quicker than the handshake is seen as a connection that was never made.
    assert fault.kind in {FaultKind.TLS, FaultKind.REFUSED}
    assert not fault.may_have_been_taken
    assert f"127.0.0.1:{server.port} failed: unable to get local issuer certificate." in fault.sentence
    assert "SSL_CERT_FILE" in fault.remedy
    assert server.requests == []


async def test_a_private_authority_is_named_by_the_environment(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(DATA / "authority.pem"))
    with FaultyServer(WEBSITES, tls=certificate) as server:
        async with client_of(server.base_url) as client:
            assert await client.websites() == []


async def test_a_private_authority_is_named_by_the_settings(certificate: ssl.SSLContext) -> None:
    with FaultyServer(WEBSITES, tls=certificate) as server:
        timeouts, key = Timeouts(), ApiKey("some-key-for-tests")
        async with ApiClient(
            server.base_url, key, timeouts, str(DATA / "authority.pem"), clock=SYSTEM_CLOCK
        ) as client:
            assert await client.websites() == []


@pytest.mark.parametrize("file", ["/nonexistent.pem", __file__, "~nobody-of-that-name/ca.pem"])
def test_certificates_of_the_settings_that_are_of_no_use_are_told(file: str) -> None:
    with pytest.raises(UserError, match="ca_file"):
        ApiClient("https://example.com", ApiKey("some-key-for-tests"), Timeouts(), file, clock=SYSTEM_CLOCK)


async def test_a_certificate_for_another_name(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(DATA / "authority.pem"))
    with FaultyServer(WEBSITES, tls=certificate) as server:
        async with client_of(f"https://localhost:{server.port}") as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    assert fault.kind is FaultKind.TLS
    assert "not valid for 'localhost'" in fault.sentence


@pytest.mark.parametrize("first", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""], ids=["plain http", "nothing"])
async def test_a_server_that_speaks_no_tls(first: bytes) -> None:
    with FaultyServer(ResetBefore(first)) as server:
        async with client_of(f"https://127.0.0.1:{server.port}") as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    # A reset that is quicker than the handshake is seen as a connection that was never made.
    assert fault.kind in {FaultKind.TLS, FaultKind.REFUSED}
    assert not fault.may_have_been_taken


async def test_time_is_up_after_the_message_left_over_tls(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(DATA / "authority.pem"))
    with FaultyServer(Hang(), tls=certificate) as server:
        async with client_of(server.base_url, HASTY) as client:
            fault = await fault_of(client.chat("?", session_id="s"))
    assert (fault.kind, fault.may_have_been_taken) == (FaultKind.ANSWER_TIMEOUT, True)
