from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.domain.api_key import ApiKey
from tui.domain.endpoint import Timeouts
from tui.domain.faults import UserError
from tui.domain.settings import Profile, Settings
from tui.settings.load import load

EVERYTHING = """
profile = "work"
theme = "textual-light"
reveal = "off"

[timeouts]
connect = 2
chat = 90.5
other = 10

[keys]
send = "ctrl+enter,f5"

[profiles.work]
base_url = "https://chat.example.com"
api_key_command = ["pass", "show", "asyntai work"]
website = "shop.example.com"

[profiles.demo-2]
api_key_file = "~/keys/two"
base_url = "http://localhost:8765"
"""


def written(home: Path, text: str) -> Path:
    path = home / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problem(home: Path, text: str) -> str:
    """The sentence about the settings, without the name of the file, which it begins with."""
    path = written(home, text)
    with pytest.raises(UserError) as caught:
        load(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    return sentence.removeprefix(f"In the settings file {path}, ")


def test_everything_that_can_be_set(home: Path) -> None:
    assert load(written(home, EVERYTHING)) == Settings(
        profile="work",
        theme="textual-light",
        reveal="off",
        timeouts=Timeouts(2, 90.5, 10),
        keys={"send": "ctrl+enter,f5"},
        profiles={
            "work": Profile(
                base_url="https://chat.example.com/api/v1/",
                api_key_command=("pass", "show", "asyntai work"),
                website="shop.example.com",
            ),
            "demo-2": Profile(base_url="http://localhost:8765/api/v1/", api_key_file="~/keys/two"),
        },
    )


def test_an_empty_file_is_the_defaults(home: Path) -> None:
    assert load(written(home, "")) == Settings()


def test_without_a_file_no_validator_is_imported(home: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tui.settings.load import load; "
        "from tui.domain.settings import Settings; "
        f"assert load(Path({str(home / 'none.toml')!r})) == Settings(); "
        "print([name for name in ('pydantic', 'httpx', 'tomli_w', 'textual') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('them = "x"', "them is not a setting: did you mean theme?"),
        ("q = 1", "q is not a setting: allowed are profile, theme, reveal, "),
        ("[timeout]\nchat = 5", "timeout is not a setting: did you mean timeouts?"),
        ("[timeouts]\nchats = 5", "timeouts.chats is not a setting: did you mean chat?"),
        ('[profiles.work]\napi_key = "two words"', "profiles.work.api_key is not a key. The API key must be"),
        ("[profiles.work]\napi_key = 5", 'profiles.work.api_key must be text, in quotes: "…".'),
        ('[profiles.work]\napi_keys = "x"', "profiles.work.api_keys is not a setting: did you mean api_key?"),
        ('[profiles.work]\napi_key_keyring = "yes"', "profiles.work.api_key_keyring must be true or false."),
        ('log = "file"', "log must be true or false."),
        ('reveal = "word"', "reveal has a value that is not allowed: did you mean words?"),
        ('reveal = "fast"', "reveal has a value that is not allowed: allowed are words, off."),
        ("reveal = false", "reveal has a value that is not allowed: allowed are words, off."),
        ('thrift = "never"', "thrift has a value that is not allowed: allowed are auto, on, off."),
        ("theme = 5", 'theme must be text, in quotes: "…".'),
        ("timeouts = 5", "timeouts must be a table of names and values."),
        ("keys = []", "keys must be a table of names and values."),
        ("[keys]\nsend = 5", 'keys.send must be text, in quotes: "…".'),
        ('[timeouts]\nchat = "5"', "timeouts.chat must be a number."),
        ("[timeouts]\nchat = true", "timeouts.chat must be a number."),
        ("[timeouts]\nchat = 0", "timeouts.chat must be above 0 and at most 3600 seconds."),
        ("[timeouts]\nchat = -1", "timeouts.chat must be above 0 and at most 3600 seconds."),
        ("[timeouts]\nconnect = inf", "timeouts.connect must be above 0 and at most 3600 seconds."),
        ("[timeouts]\nother = nan", "timeouts.other must be above 0 and at most 3600 seconds."),
        ('profile = "work"', "profile names no profile of the file: allowed are default."),
        ('profile = "wrok"\n[profiles.work]', "profile names no profile of the file: did you mean work?"),
        ('[profiles."a/b"]', "profiles has a name that is not allowed: The profile name 'a/b' may have only"),
        ("[profiles.A]\n[profiles.a]", "profiles.a and profiles.A would share their files: rename"),
        ("profiles = 5", "profiles must be a table of names and values."),
        ('[profiles.a]\napi_key_command = "pass x"', "profiles.a.api_key_command must be a list of words"),
        ("[profiles.a]\napi_key_command = [5]", 'profiles.a.api_key_command.0 must be text, in quotes: "…".'),
        ('[profiles.a]\napi_key_file = "key"', "profiles.a.api_key_file must begin with / or ~."),
        (
            '[profiles.a]\nbase_url = "http://example.com"',
            "profiles.a.base_url is not allowed: Plain http to example.com would show the key",
        ),
    ],
)  # fmt: skip
def test_a_mistake_names_the_setting_and_what_is_allowed(home: Path, text: str, sentence: str) -> None:
    assert problem(home, text).startswith(sentence)


def test_a_byte_order_mark_and_other_line_ends_are_read(home: Path) -> None:
    path = home / "config.toml"
    path.write_bytes(f"\ufeff{EVERYTHING}".replace("\n", "\r\n").encode())
    assert load(path) == load(written(home, EVERYTHING))


def test_a_file_that_is_no_toml_names_the_place(home: Path) -> None:
    assert "is not valid TOML: " in problem(home, "theme = \n")
    assert "line 1" in problem(home, "theme = \n")
    assert "nested too deeply" in problem(home, "x = " + "[" * 5000)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"theme = {'9' * 5000}", "has a number of too many digits."),
        (f"theme = 0x{'f' * 5000}", "a number too many digits."),
        (f"{'.'.join('a' * 3000)} = 1", "a name has too many parts"),
        (f"theme = {'[' * 5000}", "is nested too deeply."),
        ("theme = 'auto'\0", "is not UTF-8 text."),
        (f"#{'x' * 1024**2}", "is larger than 1 MiB."),
        ('theme = "x', "is not valid TOML: Unterminated string"),
    ],
)
def test_a_file_beyond_all_measure_is_told(home: Path, text: str, sentence: str) -> None:
    assert sentence in problem(home, text)


def test_a_key_where_a_table_should_be_is_not_repeated(home: Path) -> None:
    assert "sk_live" not in problem(home, "[sk_live_0123456789]\n[sk_live_0123456789]\n")


def test_a_file_that_cannot_be_read_is_told(home: Path) -> None:
    path = home / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="is not UTF-8 text"):
        load(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UserError, match="is not a regular file"):
        load(path)
    assert load(Path(os.devnull)) == Settings()
    with pytest.raises(UserError, match="cannot be read: Is a directory"):
        load(home)


def test_a_key_in_the_settings_needs_a_file_that_nobody_else_can_read(home: Path) -> None:
    path = written(home, '[profiles.work]\napi_key = "canary-0123456789"')
    path.chmod(0o640)
    with pytest.raises(UserError) as caught:
        load(path)
    assert str(caught.value) == (
        f"The settings file ~/config.toml holds a key. It is open to others: run chmod 600 {path}"
    )
    path.chmod(0o600)
    settings = load(path)
    assert settings.profiles["work"].api_key == ApiKey("canary-0123456789")
    assert "canary" not in repr(settings)


@pytest.mark.parametrize("text", ["", '[profiles.work]\napi_key = ""'])
def test_settings_without_a_key_may_be_open(home: Path, text: str) -> None:
    path = written(home, text)
    path.chmod(0o644)
    assert all(profile.api_key is None for profile in load(path).profiles.values())


def test_no_value_is_repeated(home: Path) -> None:
    """A key may stand in the wrong place, and errors are sent on."""
    for text in (
        '[profiles.a]\napi_key = "canary canary"',
        'api_key = "canary"',
        '[profiles.a]\napi_key_command = "canary"',
        'reveal = "canary"',
        'profile = "canary"',
        '[profiles.a]\nbase_url = "canary"',
        '[profiles.a]\nbase_url = "https://canary:x"',
        '[profiles.a]\nca_file = "canary"',
        '[profiles.a]\napi_key_file = "canary"',
    ):
        assert "canary" not in problem(home, text)


TOML_VALUES = st.sampled_from(
    ['"x"', "5", "-0.5", "inf", "true", "[]", "{}", '["a"]', "{a = 1}", "2024-01-01", "07:30:00", '"\\u0000"']
)
NAMES = st.sampled_from(
    ["profile", "theme", "reveal", "thrift", "timeouts", "keys", "profiles", "profiles.a",
     "profiles.a.base_url",
     "profiles.a.api_key_command", "profiles.a.api_key", "profiles.a.api_key_keyring", "log",
     "profiles.a.website", "timeouts.chat", "keys.send", '"\\u001b]0;x"', "new"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, TOML_VALUES), max_size=3))
def test_whatever_the_file_holds_it_is_settings_or_a_sentence(
    home: Path, lines: list[tuple[str, str]]
) -> None:
    path = written(home, "\n".join(f"{name} = {value}" for name, value in lines))
    try:
        assert isinstance(load(path), Settings)
    except UserError as error:
        sentence = str(error)
        assert sentence.isprintable(), sentence
