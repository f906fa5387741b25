"""Proxies by the usual variables: a real one, through which the certificate is still that of the service."""

from __future__ import annotations

import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.support import client_of, fault_of
from tests.support.faulty_server import Answer, FaultyServer
from tui.api.proxies import Route, route_to
from tui.domain.faults import FaultKind, UserError

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
            fault = await fault_of(client.account())
    assert proxy.connections == 0
    assert fault.kind is FaultKind.NAME_NOT_FOUND
    assert fault.remedy.endswith(" NO_PROXY keeps it from the proxy.")


async def test_only_the_proxy_that_is_used_is_made_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080/")
    monkeypatch.setenv("HTTP_PROXY", "no proxy at all")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@127.0.0.1:9")
    async with client_of(ELSEWHERE) as client:
        fault = await fault_of(client.account())
    assert fault.sentence == (
        "The proxy 127.0.0.1:9 (HTTPS_PROXY) cannot be reached: the connection was refused."
    )
    assert "HTTPS_PROXY" in fault.remedy
    assert "ALL_PROXY" not in fault.told
    assert "secret" not in fault.told


@pytest.mark.parametrize("scheme", ["socks", "socks5", "SOCKS5H"])
def test_a_socks_proxy_is_used_or_its_package_named(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://me:secret@127.0.0.1:1080/")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(UserError, match=r"^ALL_PROXY names a SOCKS proxy, .*httpx\[socks\]") as caught:
        client_of(ELSEWHERE)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("entries", "base_url"),
    [
        ("service.invalid", "https://service.invalid"),
        ("INVALID", "https://service.invalid"),
        (".invalid", "https://service.invalid"),
        ("*.invalid", "https://service.invalid"),
        ("*", "https://service.invalid"),
        ("service.invalid:443", "https://service.invalid"),
        ("*:8080", "https://service.invalid:8080"),
        ("https://service.invalid/", "https://service.invalid"),
        ("localhost,fd00::/8", "https://[fd12::1]"),
        ("[fd12::1]", "https://[fd12::1]"),
        ("[fd12::1]:443", "https://[fd12::1]"),
        ("[fd12::]/16", "https://[fd12::1]"),
        ("10.0.0.0/8", "https://10.1.2.3"),
        ("10.1.2.3/8", "https://10.9.9.9"),
        ("[,::1/128, ///, 1.2.3.4/99 service.invalid", "https://service.invalid"),
    ],
)
def test_what_no_proxy_covers(entries: str, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", entries)
    assert route_to(base_url) == Route(passed_by="NO_PROXY")
    monkeypatch.setenv("no_proxy", "other.example")
    assert str(route_to(base_url).proxy) == "the proxy 127.0.0.1:9 (HTTPS_PROXY)"


@pytest.mark.parametrize(
    "entries",
    [
        "localhost,fd00::/8",
        "[::1]",
        "::1/128",
        "*:8080",
        "http://service.invalid",
        "vice.invalid",
        ".",
        "[",
        "",
    ],
)
def test_what_no_proxy_does_not_cover(entries: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "[::1]:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", entries)
    assert str(route_to(ELSEWHERE).proxy) == "the proxy [::1]:3128 (https_proxy)"
    client_of(ELSEWHERE)


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30))
def test_no_entry_of_no_proxy_is_an_error(entries: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", f"{entries},{entries}/8,[{entries}]")
        for base_url in (ELSEWHERE, "https://[fd12::1]:8080"):
            route_to(base_url)
