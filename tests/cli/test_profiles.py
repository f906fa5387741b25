"""Two profiles never mix: key, base URL and store belong together, as two real services see it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.faulty_server import FaultyServer
from tests.support.scripted_service import ScriptedService
from tui import paths
from tui.domain.api_key import ApiKey
from tui.settings.keys import save_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run

KEYS = {"work": "canary-of-work-0123456789", "home": "canary-of-home-0123456789"}


@pytest.fixture
def servers() -> Iterator[dict[str, FaultyServer]]:
    """A service for each profile."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(FaultyServer(ScriptedService())) for name in KEYS}


def write_settings(environ: dict[str, str], text: str) -> None:
    config = Path(environ["XDG_CONFIG_HOME"], "asyntai-tui", "config.toml")
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(text)
    config.chmod(0o600)


def keys_seen(server: FaultyServer) -> set[str]:
    return {request.headers["authorization"].removeprefix("Bearer ") for request in server.requests}


def test_each_service_sees_its_own_key_and_each_store_its_own_words(
    run: Run, environ: dict[str, str], servers: dict[str, FaultyServer]
) -> None:
    tables = [
        f'[profiles.{name}]\nbase_url = "{server.base_url}"\napi_key = "{KEYS[name]}"\n'
        for name, server in servers.items()
    ]
    write_settings(environ, "".join(tables))
    for name in ("work", "home", "work"):
        assert run("--profile", name, "ask", f"a question from {name}").returncode == 0
    data = Path(environ["XDG_DATA_HOME"], "asyntai-tui")
    for name, other in (("work", "home"), ("home", "work")):
        assert keys_seen(servers[name]) == {KEYS[name]}
        said = b"".join(request.body for request in servers[name].requests)
        assert f"from {other}".encode() not in said
        stored = b"".join(path.read_bytes() for path in data.glob(f"{name}.sqlite3*") if path.is_file())
        assert f"from {name}".encode() in stored
        assert f"from {other}".encode() not in stored


def test_a_key_saved_for_one_base_url_is_not_sent_to_another(
    run: Run, environ: dict[str, str], servers: dict[str, FaultyServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", environ[f"XDG_{name}_HOME"])
    save_key("default", ApiKey(KEYS["work"]), base_url=servers["work"].base_url)
    write_settings(environ, f'[profiles.default]\nbase_url = "{servers["work"].base_url}"\n')
    assert run("ask", "hello").returncode == 0
    write_settings(environ, f'[profiles.default]\nbase_url = "{servers["home"].base_url}"\n')
    for arguments in (["ask", "hello"], ["doctor"]):
        done = run(*arguments)
        assert done.returncode == (3 if arguments[0] == "ask" else 1)
        assert "goes nowhere else: start asyntai-tui to enter the one for" in " ".join(
            (done.stdout + done.stderr).split()
        )
    assert servers["home"].requests == []
    assert keys_seen(servers["work"]) == {KEYS["work"]}
    assert KEYS["work"] in paths.key_file("default").read_text()
