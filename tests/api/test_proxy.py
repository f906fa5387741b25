"""Proxies by the usual variables: a real one, through which the certificate is still that of the service."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.api.support import client_of, fault_of
from tests.support.faulty_server import Answer, FaultyServer
from tui.domain.faults import FaultKind

if TYPE_CHECKING:
    from tests.support.faulty_server import Wire

DATA = Path(__file__).parent / "data"
ELSEWHERE = "https://service.invalid"
"""A name that no resolver knows: whoever reaches it went through the proxy."""


@dataclass(frozen=True)
class Proxy:
    """Lets every CONNECT through, to a port of this machine."""

    port: int

    def play(self, wire: Wire) -> None:
        wire.take()
        wire.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        wire.tunnel(self.port)


@pytest.fixture
def certificate(monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for 127.0.0.1, of an authority that is believed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(DATA / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "server.pem")
    return context


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_behind_a_proxy_the_certificate_is_verified_all_the_same(
    variable: str, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer(Answer({}), tls=certificate) as server, FaultyServer(Proxy(server.port)) as proxy:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        async with client_of(ELSEWHERE) as client:
            fault = await fault_of(client.account())
    assert [(request.method, request.target) for request in proxy.requests] == [
        ("CONNECT", "service.invalid:443")
    ]
    assert "authorization" not in proxy.requests[0].headers
    assert server.connections == 1
    assert server.requests == []
    assert fault.kind is FaultKind.TLS
    assert "not valid for 'service.invalid'" in fault.sentence


async def test_a_host_that_is_named_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer(Proxy(1)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "service.invalid")
        async with client_of(ELSEWHERE) as client:
            assert (await fault_of(client.account())).kind is FaultKind.NAME_NOT_FOUND
    assert proxy.connections == 0
