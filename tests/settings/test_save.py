from __future__ import annotations

import stat
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.domain.api_key import ApiKey
from tui.domain.endpoint import Timeouts
from tui.domain.faults import UserError
from tui.domain.settings import Profile, Settings
from tui.settings.load import load
from tui.settings.save import save

if TYPE_CHECKING:
    from pathlib import Path

seconds = st.floats(min_value=0.001, max_value=3600) | st.integers(min_value=1, max_value=3600)
names = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
profiles = st.builds(
    Profile,
    base_url=st.sampled_from(
        ["https://asyntai.com/api/v1/", "http://127.0.0.1:8765/api/v1/", "https://x.example/y/"]
    ),
    api_key_command=st.lists(st.text()).map(tuple),
    api_key_keyring=st.booleans(),
    api_key_file=st.just("") | st.text().map("~/{}".format),
    api_key=st.none() | st.from_regex("[!#-&(-~]{1,40}", fullmatch=True).map(ApiKey),
    website=st.text(),
)


@st.composite
def any_settings(draw: st.DrawFn) -> Settings:
    chosen = draw(st.lists(st.tuples(names, profiles), max_size=4, unique_by=lambda item: item[0].lower()))
    return Settings(
        profile=draw(st.sampled_from(["default", *(name for name, _ in chosen)])),
        theme=draw(st.text()),
        reveal=draw(st.sampled_from(["words", "off"])),
        log=draw(st.booleans()),
        timeouts=draw(st.builds(Timeouts, seconds, seconds, seconds)),
        keys=draw(st.dictionaries(st.text(), st.text())),
        profiles=dict(chosen),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_settings())
def test_what_is_saved_is_loaded(home: Path, given_settings: Settings) -> None:
    path = home / "config.toml"
    save(given_settings, path)
    assert load(path) == given_settings


def test_only_what_differs_is_written(home: Path) -> None:
    path = home / "new" / "config.toml"
    changed = Settings(
        reveal="off",
        timeouts=Timeouts(chat=90),
        profiles={"work": Profile(website="3"), "default": Profile()},
    )
    save(changed, path)
    assert tomllib.loads(path.read_text()) == {
        "reveal": "off",
        "timeouts": {"chat": 90},
        "profiles": {"work": {"website": "3"}, "default": {}},
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    save(Settings(), path)
    assert path.read_text() == ""


def test_what_could_not_be_loaded_is_not_saved(home: Path) -> None:
    path = home / "config.toml"
    with pytest.raises(UserError, match=r"timeouts\.chat must be above 0"):
        save(Settings(timeouts=Timeouts(chat=0)), path)
    assert not path.exists()
