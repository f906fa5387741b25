"""OpenSSH's server on loopback, with keys of its own, for the user who runs the tests."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

SERVER = shutil.which("sshd") or "/usr/sbin/sshd"
MISSING = [name for name in (SERVER, "ssh", "ssh-keygen") if shutil.which(name) is None]
"""Programs that are not on this machine."""

SENT = "LANG LC_* XDG_* ASYNTAI_* TEXTUAL_* PYTHON_KEYRING_BACKEND"
"""Variables that go along."""
TRIES = 5


@dataclass(frozen=True)
class Sshd:
    """A server that runs."""

    folder: Path
    port: int

    def command(self, remote: Sequence[str], *, port: int | None = None) -> list[str]:
        """The command that runs ``remote`` there, in a terminal; by way of another ``port`` if one is given.

        The process that it becomes writes its id to ``pid`` in the folder.
        """
        options = [
            f"IdentityFile={self.folder / 'client'}",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "StrictHostKeyChecking=no",
            f"UserKnownHostsFile={os.devnull}",
            "LogLevel=ERROR",
            f"SendEnv={SENT}",
        ]
        there = f"echo $$ > {shlex.quote(str(self.folder / 'pid'))}; exec {shlex.join(remote)}"
        return [
            *("ssh", "-F", "none", "-tt", "-p", str(port or self.port)),
            *(word for option in options for word in ("-o", option)),
            *("127.0.0.1", there),
        ]

    def pid(self) -> int:
        """The id of the process that was started last."""
        return int((self.folder / "pid").read_text())


@contextmanager
def running_sshd(folder: Path) -> Generator[Sshd]:
    """Serve until the block ends; the folder takes its keys."""
    for name in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # it gives up its rights there
    server, port = _started(folder)
    try:
        yield Sshd(folder, port)
    finally:
        server.terminate()
        server.wait()


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start it on a free port, on another one if somebody was quicker."""
    for _ in range(TRIES):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        (folder / "config").write_text(_config(folder, port))
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([SERVER, "-D", "-e", "-f", folder / "config"], stderr=log)
        if _listens(server, port):
            return server, port
    raise AssertionError(f"sshd does not start:\n{(folder / 'log').read_text()}")


def _listens(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return server.poll() is None
    return False


def _config(folder: Path, port: int) -> str:
    return f"""
ListenAddress 127.0.0.1:{port}
HostKey {folder / "host"}
AuthorizedKeysFile {folder / "client.pub"}
AuthenticationMethods publickey
PidFile none
StrictModes no
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
PermitRootLogin prohibit-password
AcceptEnv {SENT}
"""
