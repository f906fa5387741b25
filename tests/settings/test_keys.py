from __future__ import annotations

import os
import stat
import subprocess
import sys
import traceback
from typing import TYPE_CHECKING

import pytest

from tui import paths
from tui.domain.api_key import ApiKey
from tui.domain.endpoint import DEFAULT_BASE_URL
from tui.domain.faults import UserError
from tui.domain.settings import Profile
from tui.settings import key_command
from tui.settings.keys import FoundKey, SavedElsewhereError, find_key, save_key
from tui.settings.private_file import Held, check_private

if TYPE_CHECKING:
    from pathlib import Path

KEY = "canary-0123456789-key"
PRINTS_KEY = (sys.executable, "-c", f"print('{KEY[:9]}' + '{KEY[9:]}'); print('more')")


def find(
    profile: Profile | None = None, name: str = "default", base_url: str = DEFAULT_BASE_URL, **environ: str
) -> FoundKey | None:
    environ.setdefault("PATH", os.environ["PATH"])
    return find_key(name, profile or Profile(), environ, base_url=base_url)


def command(script: str) -> Profile:
    return Profile(api_key_command=(sys.executable, "-c", script))


def key_file(home: Path, text: str = KEY, mode: int = 0o600) -> Path:
    path = home / "my key"
    path.write_text(text)
    path.chmod(mode)
    return path


def refusal(profile: Profile, **environ: str) -> str:
    """What a person is told; the key is in no part of it."""
    with pytest.raises(UserError) as caught:
        find(profile, **environ)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def test_without_any_source_there_is_no_key() -> None:
    assert find() is None
    assert find(ASYNTAI_API_KEY="  ") is None


def test_the_environment_comes_first(home: Path) -> None:
    found = find(command("1/0"), ASYNTAI_API_KEY=f" {KEY}\n")
    assert found == FoundKey(ApiKey(KEY), "the environment variable ASYNTAI_API_KEY")
    assert KEY not in repr(found)


def test_the_command_comes_before_the_file(home: Path) -> None:
    found = find(Profile(api_key_command=PRINTS_KEY, api_key_file="/none"))
    assert found is not None
    assert found.key == ApiKey(KEY)
    assert found.source == f"the command `{sys.executable}`"


def test_the_command_knows_neither_a_shell_nor_input_nor_the_key(home: Path) -> None:
    script = (
        "import os, sys; assert sys.stdin.read() == ''; assert 'ASYNTAI_API_KEY' not in os.environ; "
        "assert os.environ['X'] == 'y'; print(sys.argv[1])"
    )
    profile = Profile(api_key_command=(sys.executable, "-c", script, "$(x);`y`"))
    found = find(profile, X="y", ASYNTAI_API_KEY="")
    assert found is not None
    assert found.key.reveal() == "$(x);`y`"


def test_a_key_in_the_command_itself_is_not_shown() -> None:
    found = find(Profile(api_key_command=("echo", KEY)))
    assert found is not None
    assert found.source == "the command `echo`"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("raise SystemExit(3)", "failed (status 3). Run it in a shell to see why."),
        ("import sys; sys.stderr.write('canary-0123456789-key'); sys.exit(1)", "failed (status 1)"),
        ("", "printed nothing. Run it in a shell to see why."),
        ("print()", "is not a key. The API key is empty."),
        ("print('two', 'canary-0123456789-key')", "is not a key. The API key must be one word"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\x00')", "is not a key. The API key must be one word"),
        ("while True: print('x' * 65536)", "failed (status "),
    ],
)
def test_a_command_that_gives_no_key(script: str, words: str) -> None:
    assert words in refusal(command(script))


def test_a_command_that_cannot_be_started() -> None:
    profile = Profile(api_key_command=("/none/pass", "a b"))
    assert refusal(profile) == (
        "The command in api_key_command cannot be started: No such file or directory. "
        "Run it in a shell to see why."
    )
    assert refusal(Profile(api_key_command=(KEY,))) == refusal(profile)
    assert "null character" in refusal(Profile(api_key_command=("a\0b",)))


def test_a_command_that_takes_too_long_ends_with_all_that_it_started(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_command, "COMMAND_SECONDS", 0.5)
    late = home / "late"
    child = f"import time; time.sleep(20); open({str(late)!r}, 'w')"
    script = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    assert "gave no key within 0.5 s." in refusal(command(script))
    assert not late.exists(), "the child lived on and held the pipe"


def test_a_file_that_is_named(home: Path) -> None:
    key_file(home, f"\n  {KEY}\n\n")
    found = find(Profile(api_key_file="~/my key"))
    assert found == FoundKey(ApiKey(KEY), "the file ~/my key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o644])
def test_a_file_that_is_open_to_others_is_refused_with_the_remedy(home: Path, mode: int) -> None:
    path = key_file(home, mode=mode)
    assert refusal(Profile(api_key_file=str(path))) == (
        f"The key file ~/my key is open to others: run chmod 600 '{path}'"
    )
    subprocess.run(["sh", "-c", f"chmod 600 '{path}'"], check=True)
    assert find(Profile(api_key_file=str(path))) is not None


def test_a_file_of_someone_else_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = key_file(home)
    if os.geteuid() == 0:
        os.chown(path, 4321, 4321)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert "belongs to someone else" in refusal(Profile(api_key_file=str(path)))


@pytest.mark.parametrize(
    ("mode", "read_only", "said"),
    [
        (0o400, False, ""),
        (0o440, False, ""),
        (0o444, True, ""),
        (0o777, True, ""),
        (0o444, False, "belongs to root and is open to others: mount it read-only, or run chmod 440"),
        (0o460, False, "belongs to root and is open to others"),
    ],
)
def test_a_file_that_root_hands_to_a_container(
    home: Path, monkeypatch: pytest.MonkeyPatch, mode: int, *, read_only: bool, said: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    status = os.stat_result((stat.S_IFREG | mode, 1, 1, 1, 0, 12_345, 20, 0, 0, 0))
    if not said:
        check_private("The key file", home, Held(status, read_only))
        return
    with pytest.raises(UserError, match=said):
        check_private("The key file", home, Held(status, read_only))


@pytest.mark.parametrize("wide", [0o640, 0o644])
def test_roots_own_files_are_closed_to_others(home: Path, monkeypatch: pytest.MonkeyPatch, wide: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    status = os.stat_result((stat.S_IFREG | wide, 1, 1, 1, 0, 0, 20, 0, 0, 0))
    with pytest.raises(UserError, match="run chmod 600"):
        check_private("The key file", home, Held(status, is_mounted_read_only=False))


@pytest.mark.parametrize(
    "text",
    [
        f'"{KEY}"',
        f"'{KEY}'\r\n",
        f'\ufeff"{KEY}"\n',
        f' " {KEY} " ',
        f"\ufeff{KEY}\r\n",
        f"{KEY}\n\0",
        f"{KEY}\u00a0",
    ],
)
def test_what_stands_around_a_key_is_dropped(home: Path, text: str) -> None:
    path = str(key_file(home, text))
    script = f"import sys; sys.stdout.buffer.write({text.encode()!r})"
    for found in (
        find(ASYNTAI_API_KEY=text),
        find(Profile(api_key_file=path)),
        find(command(script)),
    ):
        assert found is not None
        assert found.key == ApiKey(KEY)


@pytest.mark.parametrize("text", [f'"{KEY}', f"{KEY}'", '""', '"', f"\"{KEY}'"])
def test_half_a_pair_of_quotes_is_told(text: str) -> None:
    said = refusal(Profile(), ASYNTAI_API_KEY=text)
    assert "a quotation mark" in said or "The API key is empty." in said


def test_a_key_file_in_utf_16_is_told(home: Path) -> None:
    path = key_file(home)
    for encoding in ("utf-16-le", "utf-16-be"):
        path.write_bytes(f"\ufeff{KEY}".encode(encoding))
        assert "is UTF-16 text: save it as UTF-8." in refusal(Profile(api_key_file=str(path)))


def test_what_is_no_file(home: Path) -> None:
    os.mkfifo(home / "pipe", 0o600)
    assert "is not a regular file" in refusal(Profile(api_key_file=str(home / "pipe")))
    assert "is not a regular file" in refusal(Profile(api_key_file=str(home)))
    assert "does not exist: mend api_key_file" in refusal(Profile(api_key_file="~/none"))
    assert "there is no such user" in refusal(Profile(api_key_file="~nobody-of-that-name/key"))


def test_a_file_with_more_than_a_key(home: Path) -> None:
    path = key_file(home, f"api_key = {KEY}\n")
    assert "is not a key. The API key must be one word" in refusal(Profile(api_key_file=str(path)))
    path.write_text(f'export ASYNTAI_API_KEY="{KEY}"')
    assert refusal(Profile(api_key_file=str(path))).endswith("keep only what follows the =.")


def test_a_saved_key_is_private_and_found_again() -> None:
    before = os.umask(0)
    try:
        where = save_key("work", ApiKey(KEY), base_url=DEFAULT_BASE_URL)
    finally:
        os.umask(before)
    path = paths.key_file("work")
    assert where == "the file ~/.config/asyntai-tui/work.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert find(name="work") == FoundKey(ApiKey(KEY), "the file ~/.config/asyntai-tui/work.key")
    assert find(name="other") is None


def test_a_saved_key_goes_to_no_other_base_url() -> None:
    save_key("work", ApiKey(KEY), base_url=DEFAULT_BASE_URL)
    with pytest.raises(SavedElsewhereError) as caught:
        find(name="work", base_url="https://other.example/api/v1/")
    assert str(caught.value) == (
        f"The key saved in ~/.config/asyntai-tui/work.key is for {DEFAULT_BASE_URL} and goes nowhere else: "
        "start asyntai-tui to enter the one for https://other.example/api/v1/"
    )
    assert caught.value.exit_status == 3
    paths.key_file("work").write_text(KEY)
    assert find(name="work", base_url="https://other.example/api/v1/") is not None


def test_a_saved_key_that_others_could_read_is_refused() -> None:
    save_key("default", ApiKey(KEY), base_url=DEFAULT_BASE_URL)
    paths.key_file("default").chmod(0o644)
    assert "chmod 600" in refusal(Profile())


def test_a_key_is_not_saved_through_a_folder_that_is_a_link(home: Path) -> None:
    """Settings that are kept in a folder of dotfiles go with it to wherever that is shared."""
    (home / "dotfiles").mkdir(0o700)
    (home / ".config").mkdir()
    (home / ".config/asyntai-tui").symlink_to(home / "dotfiles")
    with pytest.raises(UserError, match="is a symbolic link"):
        save_key("default", ApiKey(KEY), base_url=DEFAULT_BASE_URL)
    assert list((home / "dotfiles").iterdir()) == []


def test_a_key_in_the_settings_comes_last() -> None:
    profile = Profile(api_key=ApiKey(KEY))
    assert find(profile) == FoundKey(ApiKey(KEY), "the settings file")
    other = find(profile, ASYNTAI_API_KEY="another-key-of-mine")
    assert other is not None
    assert other.key == ApiKey("another-key-of-mine")
    assert KEY not in repr(profile)


@pytest.mark.parametrize(
    "line",
    [
        "#for https://asyntai.com/api/v1/",
        "# for",
        "# for https//x",
        "# for https://a.b/ c",
        "\x00\x00",
        "# f",
    ],
)
def test_a_saved_key_whose_address_cannot_be_read_goes_nowhere(line: str) -> None:
    save_key("default", ApiKey(KEY), base_url=DEFAULT_BASE_URL)
    paths.key_file("default").write_text(f"{KEY}\n{line}\n")
    said = refusal(Profile())
    assert "does not say where the key may go" in said
    assert "# for and the base URL" in said


def test_a_key_in_place_of_a_files_name_is_not_repeated() -> None:
    for text in (f"~{KEY}", f"~/{KEY}", f"/{KEY}"):
        refusal(Profile(api_key_file=text))
