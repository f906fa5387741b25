"""The address that a sandbox serves."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support import PATIENCE
from tui.sandbox import rudeness
from tui.sandbox.server import base_url, listen

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox


def test_the_socket_names_its_protocol_so_that_asyncio_sends_at_once() -> None:
    with listen("localhost", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
        assert base_url(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/api/v1/"


GET = b"GET /api/v1/account/ HTTP/1.1\r\nHost: localhost\r\nX-API-Key: sandbox\r\n\r\n"


def answer_of(connection: socket.socket) -> None:
    """Read the account."""
    taken = b""
    while not taken.endswith(b"}}"):
        piece = connection.recv(65_536)
        assert piece, taken
        taken += piece


@pytest.mark.parametrize("answered", [0, 1])
@pytest.mark.parametrize("drip", [b"", b"G", b"X"])
def test_a_head_that_trickles_is_given_up(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch, answered: int, drip: bytes
) -> None:
    monkeypatch.setattr(rudeness, "HEAD_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=PATIENCE) as connection:
        for _ in range(answered):
            connection.sendall(GET)
            answer_of(connection)
        connection.sendall(GET[:40])
        connection.settimeout(0.02)
        while True:
            try:
                if drip:
                    connection.sendall(drip)
                if not connection.recv(1):
                    break
            except TimeoutError:
                continue  # it is still waited for
            except ConnectionError:
                break


def test_an_idle_connection_is_kept_and_a_slow_answer_waited_for(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rudeness, "HEAD_SECONDS", 0.5)
    with httpx.Client(
        base_url=sandbox.base_url, headers={"X-API-Key": "sandbox"}, timeout=PATIENCE
    ) as client:
        sandbox.hang()
        with socket.create_connection(("127.0.0.1", sandbox.port), timeout=PATIENCE) as silent:
            assert silent.recv(1) == b""  # as long as a head may take
        sandbox.go_on()
        assert client.get("account/").status_code == 200
        with socket.create_connection(("127.0.0.1", sandbox.port), timeout=PATIENCE) as waiting:
            sandbox.hang()
            waiting.sendall(GET)
            with socket.create_connection(("127.0.0.1", sandbox.port), timeout=PATIENCE) as silent:
                assert silent.recv(1) == b""
            sandbox.go_on()
            answer_of(waiting)
            with socket.create_connection(("127.0.0.1", sandbox.port), timeout=PATIENCE) as silent:
                assert silent.recv(1) == b""
            waiting.sendall(GET)
            answer_of(waiting)
