"""``asyntai-tui doctor``: every fault by itself and all at once, with its remedy, and never the key."""

from __future__ import annotations

import json
import os
import sqlite3
import ssl
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.support import unindexed
from tests.support.faulty_server import Act, Answer, FaultyServer, error, web_page
from tests.support.sandbox import running_sandbox
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.endpoint import Timeouts
from tui.domain.finding import Finding, Verdict
from tui.domain.settings import Profile
from tui.services.doctor import disk, machine, network, places
from tui.settings.keys import KEY_VARIABLE
from tui.settings.resolve import Connection
from tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.cli.conftest import Run

CERTIFICATES = Path(__file__).parents[1] / "api" / "data"
KEY = "canary-0123456789-wxyz"
FORMATS: tuple[list[str], ...] = ([], ["--json"])
ACCOUNT = {"email": "x@y.example", "plan": "pro", "messages_used": 12, "messages_limit": 50_000}


@pytest.fixture
def environ(environ: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A machine on which nothing is wrong."""
    for name in ("NO_COLOR", "TMUX", "STY", "SSLKEYLOGFILE", "TEXTUAL", "TEXTUAL_LOG", "SSH_TTY"):
        environ.pop(name, None)
    return environ | {
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "LINES": "24",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def everything_under(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """What an examination must not change."""
    return {
        str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.read_bytes())
        if path.is_file()
        else (path.lstat().st_mode, 0, b"")
        for path in folder.rglob("*")
        if not path.name.endswith("-shm")
    }


def told(output: str) -> dict[str, list[dict[str, str]]]:
    """The findings of ``--json``, by what they are about."""
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(output)["findings"]:
        assert set(finding) == {"about", "words", "verdict", "remedy"}
        found.setdefault(finding["about"], []).append(finding)
    return found


def words_of(findings: list[dict[str, str]]) -> str:
    return words(Finding(**finding) for finding in findings)  # pyright: ignore[reportArgumentType] - of JSON


def words(findings: Iterable[Finding]) -> str:
    return " ".join(f"{each.verdict}: {each.words} {each.remedy}" for each in findings)


def test_where_nothing_is_wrong_it_says_so_and_changes_nothing(
    run: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    with running_sandbox(api_key=KEY, used=150) as sandbox:
        account = {KEY_VARIABLE: KEY, "ASYNTAI_BASE_URL": sandbox.base_url}
        run("ask", "hello", **account)
        before, used = everything_under(tmp_path), sandbox.messages_used()
        done = run("doctor", **account)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith("\nNothing is wrong.\n")
        for said in (
            "TERM is xterm-256color",
            "Characters in UTF-8.",
            "…wxyz, from the environment variable ASYNTAI_API_KEY.",
            "/data/asyntai-tui is yours alone.",
            "default.sqlite3 is sound: version ",
            "nothing leaves it.",
            f":{sandbox.port} answers.",
            "Plan starter: 151 messages used this month, of 2,500.",
        ):
            assert said in " ".join(done.stdout.split())
        assert KEY not in done.stdout
        assert everything_under(tmp_path) == before
        assert sandbox.messages_used() == used
        assert {request.path for request in sandbox.requests[-1:]} == {"/api/v1/account/"}


def test_every_check_stands_alone_where_everything_is_broken(
    run: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    config = tmp_path / "config/asyntai-tui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("theme = ")
    (config / "config.toml").chmod(0o666)
    (tmp_path / "default.key").write_text(KEY)
    (config / "default.key").symlink_to(tmp_path / "default.key")
    (tmp_path / "default.key").chmod(0o644)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/asyntai-tui").symlink_to(tmp_path)
    (tmp_path / "state").write_text("in the way")
    environ |= {
        "TERM": "dumb",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "COLUMNS": "20",
        "SSLKEYLOGFILE": str(tmp_path / "none/secrets"),
        "TEXTUAL_LOG": "log",
        "ASYNTAI_BASE_URL": "https://127.0.0.1:9",
        "SSL_CERT_FILE": str(tmp_path / "none"),
    }
    done = run("doctor", "--json")
    assert done.returncode == 1
    found = told(done.stdout)
    wrong = {about: [each for each in all_ if each["verdict"] == "wrong"] for about, all_ in found.items()}
    for about, said, remedy in (
        ("terminal", "20 columns and 24 rows are too few.", "Make the window 40x12"),
        ("terminal", "frames and most languages cannot be drawn", "LANG=C.UTF-8"),
        ("settings", "Others can change the settings file", "chmod go-w"),
        ("settings", "is not valid TOML", "Mend "),
        ("key", "The key file ", "run chmod 600"),
        ("data", "is a symbolic link: it is refused.", "Put a real folder"),
        ("log", "cannot be", "Give yourself the right"),
        ("exposure", "SSLKEYLOGFILE is set", "unset SSLKEYLOGFILE"),
        ("exposure", "Textual's own log", "unset TEXTUAL"),
        ("network", "The file that SSLKEYLOGFILE names cannot be written", "run unset SSLKEYLOGFILE"),
        ("network", "127.0.0.1:9 cannot be connected to: Connection refused.", "Check the network"),
    ):
        assert any(
            said in each["words"] and remedy in each["words"] + each["remedy"] for each in wrong[about]
        ), (about, said, found[about])
    assert found["account"][0]["words"] == "Not asked: there is no key."
    assert ("note", "TERM is dumb: the plain client opens in place of the full screen.") in [
        (each["verdict"], each["words"]) for each in found["terminal"]
    ]
    assert json.loads(done.stdout)["wrong"] == sum(map(len, wrong.values()))
    done = run("doctor", "--profile", "nobody", "--config", str(tmp_path / "missing.toml"))
    assert done.returncode == 1
    for said in (
        *("missing.toml does not exist", "no profile of the name 'nobody': allowed are default."),
        *("default, at https://127.0.0.1:9/api/v1/", "The key file ", "SSLKEYLOGFILE", "things are wrong."),
    ):
        assert said in done.stdout


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (error(401, f"no key {KEY} here"), "did not accept the API key (401): no key …wxyz here."),
        (web_page(), "is a web page"),
        (Answer({"success": True, "account": ACCOUNT | {"messages_used": 50_000}}), "50,000 messages used"),
    ],
)
def test_what_the_service_says_is_told_and_the_key_is_not(
    run: Run, environ: dict[str, str], act: Act, said: str
) -> None:
    with FaultyServer(act) as server:
        for arguments in FORMATS if KEY in str(act) else FORMATS[1:]:
            done = run("doctor", *arguments, "--base-url", server.base_url, ASYNTAI_API_KEY=KEY)
            assert done.returncode == 1
            text = words_of(told(done.stdout)["account"]) if arguments else " ".join(done.stdout.split())
            assert said in text
            assert KEY not in done.stdout + done.stderr


def test_every_mistake_in_the_settings_is_told(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config/asyntai-tui"
    config.mkdir(0o700, parents=True)
    (config / "config.toml").write_text(
        """
        profile = "wrok"
        theme = "asyntai-drak"
        reveal = "fast"
        [timeouts]
        chat = -1
        connects = 3
        [keys]
        "session.nwe" = "ctrl+a"
        "session.new" = "ctrl+g"
        "session.open" = "ctr+o"
        [profiles.work]
        base_url = "ftp://elsewhere"
        api_key_file = "key"
        api_key = "two words"
        """
    )
    done = run("doctor", "--json")
    said = words_of(told(done.stdout)["settings"])
    for mistake in (
        "reveal has a value that is not allowed: allowed are words, off.",
        "timeouts.connects is not a setting: did you mean connect?",
        "timeouts.chat must be above 0",
        "profile names no profile of the file: did you mean work?",
        "theme has a name that is not known: did you mean asyntai-dark?",
        "keys.session.nwe names no action. Did you mean session.new?",
        'keys.session.open: no key is called "ctr+o"',
        "keys: Ctrl+G would be both composer.edit and session.new.",
        "profiles.work.base_url is not allowed",
        "profiles.work.api_key_file must begin with / or ~.",
        "profiles.work.api_key is not a key.",
    ):
        assert said.count(mistake) == 1, (mistake, said)
    assert "is valid" not in said


def test_keys_that_clash_are_wrong_as_they_are_for_a_start(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config/asyntai-tui"
    config.mkdir(0o700, parents=True)
    (config / "config.toml").write_text('[keys]\n"session.new" = "ctrl+o"\n')
    said = words_of(told(run("doctor", "--json").stdout)["settings"])
    assert "Ctrl+O would be both session.new and session.open." in said


def test_pipes_and_links_where_files_should_be(run: Run, environ: dict[str, str], tmp_path: Path) -> None:
    for folder in ("config", "data", "state"):
        (tmp_path / folder / "asyntai-tui").mkdir(0o700, parents=True)
    config, data, state = (tmp_path / name / "asyntai-tui" for name in ("config", "data", "state"))
    for pipe in (config / "config.toml", config / "default.key", data / "default.sqlite3", tmp_path / "ca"):
        os.mkfifo(pipe, 0o600)
    (state / "calls.log").symlink_to(tmp_path / "elsewhere")
    (data / "default.sqlite3-wal").symlink_to(tmp_path / "elsewhere")
    environ |= {"SSL_CERT_FILE": str(tmp_path / "ca")}
    found = told(run("doctor", "--json").stdout)
    for about, said in (
        ("settings", "config.toml is not a regular file."),
        ("key", "default.key is not a regular file."),
        ("store", "default.sqlite3 is not a regular file"),
        ("files", "/state/asyntai-tui/calls.log is a symbolic link to "),
        ("files", "/data/asyntai-tui/default.sqlite3-wal is a symbolic link to "),
        ("network", "The certificates that SSL_CERT_FILE names: it is not a regular file."),
    ):
        assert said.replace(str(tmp_path), "~") in words_of(found[about]), (about, found[about])
    done = run("ask", "hi", ASYNTAI_API_KEY=KEY, ASYNTAI_BASE_URL="https://127.0.0.1:9")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "is not a regular file" in done.stderr
    (config / "config.toml").unlink()
    done = run("ask", "hi", ASYNTAI_API_KEY=KEY, ASYNTAI_BASE_URL="https://127.0.0.1:9")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "default.sqlite3 is not a regular file" in done.stderr


def test_a_folder_above_in_which_others_can_write(tmp_path: Path) -> None:
    above = tmp_path / "above"
    ours = above / "below" / "asyntai-tui"
    ours.mkdir(0o700, parents=True)
    (tmp_path / "link").symlink_to(above)
    assert str(above) not in words(places.above(ours))
    for mode, verdict in ((0o777, "wrong"), (0o775, "note")):
        above.chmod(mode)
        for way in (ours, tmp_path / "link/below/asyntai-tui"):
            said = words(places.above(way))
            assert f"{verdict}: Others can write in {above}, above ours" in said
            assert f"Run chmod go-w {above}" in said
    above.chmod(0o1777)
    assert str(above) not in words(places.above(ours))


def test_the_demo_is_not_examined(run: Run) -> None:
    done = run("--demo", "doctor")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing to examine" in done.stderr


def test_a_folder_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "above" / "asyntai-tui"
    assert "is made when it is needed" in disk.folder("data", path).words
    path.mkdir(parents=True)
    path.chmod(0o755)
    assert disk.folder("data", path).verdict is Verdict.NOTE
    path.chmod(0o700)
    assert disk.folder("data", path).verdict is Verdict.OK
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert "belongs to someone else: it is refused. Run sudo chown" in words([disk.folder("data", path)])
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_the_settings_of_someone_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.touch(0o664)
    file.chmod(0o664)
    assert [each.verdict for each in disk.settings_file(file)] == [Verdict.NOTE]
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    if file.stat().st_uid != 0:
        assert "Someone else owns the settings file" in words(disk.settings_file(file))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA user_version = 1", "is a database of another program. Move it away."),
        (
            "PRAGMA application_id = 0x61737479; PRAGMA user_version = 99",
            "is of version 99; this program knows ",
        ),
        ("CREATE TABLE t (x)", "is a database of another program. Move it away."),
        ("VACUUM", "is empty: the next start begins a new store in it."),
    ],
)
def test_a_store(tmp_path: Path, statement: str, said: str) -> None:
    path = tmp_path / "default.sqlite3"
    assert "the first start makes it" in words(disk.store(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)
    path.chmod(0o644)
    assert "note: Others can read" in words(disk.store(path))
    assert said in words(disk.store(path))


def test_a_store_that_is_damaged_and_one_that_was(tmp_path: Path) -> None:
    path = tmp_path / "default.sqlite3"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    (tmp_path / "default.sqlite3.damaged-20260101-000000-1").touch()
    said = words(disk.store(path))
    assert "wrong: " in said
    assert "cannot be read" in said
    assert "A damaged store is kept as" in said
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert "is a symbolic link" in words(disk.store(path))


async def test_a_store_with_a_text_that_is_no_text_is_not_called_sound_and_not_changed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "default.sqlite3"
    store = await Store.open(path, SYSTEM_CLOCK)
    await store.outbox.enqueue("s", 1, "what somebody wrote")
    await store.close()
    assert "is sound" in words(disk.store(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, unindexed(connection):
        connection.execute("UPDATE messages SET content = CAST(CAST(content AS BLOB) || x'ff' AS TEXT)")
    before = path.stat().st_mtime_ns
    said = words(disk.store(path))
    assert "is damaged: 1 of the messages hold bytes that are no UTF-8. Start the client: it sets" in said
    assert "somebody" not in said
    assert path.stat().st_mtime_ns == before


def test_what_surrounds_the_terminal() -> None:
    variables = {"TERM": "screen", "TMUX": "x", "STY": "x", "SSH_TTY": "x", "NO_COLOR": "1"}
    around = words(machine.terminal(variables))
    for said in ("Inside tmux", "allow-passthrough on", "Inside GNU screen", "Over SSH", "NO_COLOR is set"):
        assert said in around


async def network_of(base_url: str, ca_file: str = "", **environ: str) -> list[Finding]:
    chosen = Connection("default", Profile(ca_file=ca_file), base_url, "")
    return [each async for each in network.network(chosen, Timeouts(), environ)]


async def test_a_certificate_is_verified_by_the_list_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    authority = str(CERTIFICATES / "authority.pem")
    with FaultyServer(web_page(), tls=context) as server:
        said = words(await network_of(server.base_url))
        assert "is not verified: unable to get local issuer certificate." in said
        monkeypatch.setenv("SSL_CERT_FILE", authority)
        said = words(await network_of(server.base_url, SSL_CERT_FILE=authority))
        assert "wrong" not in said
        assert f"Certificates are verified, by SSL_CERT_FILE={authority}." in said
        assert f"127.0.0.1:{server.port} answers, by TLSv1.3; its certificate is good until " in said
        monkeypatch.delenv("SSL_CERT_FILE")
        said = words(await network_of(server.base_url, authority))
        assert f"ok: Certificates are verified, by the profile's ca_file {authority}." in said
        assert f"127.0.0.1:{server.port} answers, by TLSv1.3" in said
        assert "Mend ca_file in the settings." in words(await network_of(server.base_url, "/none"))


async def test_a_proxy_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer(web_page()) as proxy:
        monkeypatch.setenv("https_proxy", f"http://user:{KEY}@127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        said = words(await network_of("https://service.example/api/v1/"))
    assert f"Through the proxy 127.0.0.1:{proxy.port} (https_proxy)." in said
    assert f"127.0.0.1:{proxy.port} answers." in said
    assert KEY not in said


async def test_a_name_that_is_not_there_ends_it() -> None:
    assert "The name nothing.invalid cannot be found." in words(await network_of("https://nothing.invalid/"))
