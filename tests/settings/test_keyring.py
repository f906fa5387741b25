"""The system's keyring, by the real package ``keyring`` with a backend plugged in as any other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.file_keyring import BACKEND
from tui import paths
from tui.domain.api_key import ApiKey, KeyPlace
from tui.domain.endpoint import DEFAULT_BASE_URL
from tui.domain.faults import UserError
from tui.domain.settings import Profile
from tui.settings import system_keyring
from tui.settings.keys import FoundKey, SavedElsewhereError, find_key, save_key
from tui.settings.system_keyring import keyring_name

KEY = "canary-0123456789-key"
OTHER = "https://other.example/api/v1/"
FOUND = FoundKey(ApiKey(KEY), "the system's keyring")


def plugged(home: Path, backend: str = BACKEND) -> dict[str, str]:
    """An environment in which that keyring is the system's."""
    root = str(Path(__file__).parents[2])
    return {
        **os.environ,
        "PYTHONPATH": root,
        "PYTHON_KEYRING_BACKEND": backend,
        "FILE_KEYRING": str(home / "ring"),
    }


def save(environ: dict[str, str]) -> str:
    return save_key("work", ApiKey(KEY), base_url=DEFAULT_BASE_URL, place=KeyPlace.KEYRING, environ=environ)


def test_what_is_saved_is_found_and_is_in_no_file_of_ours(home: Path) -> None:
    environ = plugged(home)
    assert keyring_name(environ) == "file keyring FileKeyring"
    assert save(environ) == "the system's keyring"
    assert find_key("work", Profile(), environ, base_url=DEFAULT_BASE_URL) == FOUND
    assert KEY not in paths.key_file("work").read_text()
    asked_for = Profile(api_key_keyring=True, api_key_file="/none")
    assert find_key("work", asked_for, environ, base_url=DEFAULT_BASE_URL) == FOUND


def test_its_key_goes_to_no_other_base_url_and_no_other_profile(home: Path) -> None:
    environ = plugged(home)
    save(environ)
    with pytest.raises(SavedElsewhereError, match="goes nowhere else"):
        find_key("work", Profile(), environ, base_url=OTHER)
    for name, base_url in (("work", OTHER), ("home", DEFAULT_BASE_URL)):
        with pytest.raises(UserError, match=f"has no key under asyntai-tui, '{name} {base_url}'"):
            find_key(name, Profile(api_key_keyring=True), environ, base_url=base_url)


def test_a_keyring_that_does_not_keep_is_told(home: Path) -> None:
    environ = plugged(home, BACKEND.replace("FileKeyring", "ForgetfulKeyring"))
    with pytest.raises(UserError, match="did not keep the key"):
        save(environ)
    assert not paths.key_file("work").exists()


@pytest.mark.parametrize(
    "backend", [BACKEND.replace("FileKeyring", "LockedKeyring"), "keyring.backends.fail.Keyring"]
)
def test_a_keyring_that_cannot_be_read_is_told(home: Path, backend: str) -> None:
    with pytest.raises(UserError, match=r"keyring failed \(status 1\): is it there, and unlocked\?"):
        find_key("work", Profile(api_key_keyring=True), plugged(home, backend), base_url=OTHER)


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "no.such.Keyring"])
def test_one_that_is_of_no_use_is_not_offered(home: Path, backend: str) -> None:
    assert keyring_name(plugged(home, backend)) == ""


def test_without_the_package_it_is_not_offered_and_the_way_to_it_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        del name

    monkeypatch.setattr(system_keyring, "find_spec", missing)
    assert keyring_name(plugged(home)) == ""
    with pytest.raises(UserError, match=r"pip install 'asyntai-tui\[keyring\]'"):
        find_key("work", Profile(api_key_keyring=True), {}, base_url=OTHER)


def test_one_that_hangs_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_keyring, "KEYRING_SECONDS", 0.01)
    with pytest.raises(UserError, match=r"gave no key within 0\.01 s"):
        find_key("work", Profile(api_key_keyring=True), plugged(home), base_url=OTHER)
