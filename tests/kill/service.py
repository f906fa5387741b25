"""The real sandbox as a process of its own, behind a relay."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.kill.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def relayed_sandbox(file: Path, latency: str) -> Generator[Relay]:
    """Serve a sandbox that keeps its state in ``file``; ``latency`` is a range in milliseconds."""
    command = [sys.executable, "-m", "tui", "sandbox", "--port", "0", "--data", str(file)]
    command += ["--latency", latency, "--used", "0", "--limit", "1000000", "--until-stdin-closes"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split(":")[3].split("/")[0])
        with Relay(port) as relay:
            yield relay
