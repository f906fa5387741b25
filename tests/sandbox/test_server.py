"""The address that a sandbox serves."""

from __future__ import annotations

import socket

from tui.sandbox.server import base_url, listen


def test_the_socket_names_its_protocol_so_that_asyncio_sends_at_once() -> None:
    with listen("localhost", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
        assert base_url(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/api/v1/"
