from __future__ import annotations

import pytest

from tui.domain.endpoint import DEFAULT_BASE_URL
from tui.domain.faults import UserError
from tui.domain.settings import Profile, Settings
from tui.settings.resolve import Connection, resolve

WORK = Profile(base_url="https://work.example/api/v1/", website="shop.example")
SETTINGS = Settings(profile="work", profiles={"work": WORK, "home": Profile()})


def resolved(
    settings: Settings = SETTINGS,
    profile: str | None = None,
    base_url: str | None = None,
    website: str | None = None,
    **environ: str,
) -> Connection:
    return resolve(settings, profile=profile, base_url=base_url, website=website, environ=environ)


def test_without_anything_it_is_the_default() -> None:
    assert resolved(Settings()) == Connection("default", Profile(), DEFAULT_BASE_URL, "")


def test_the_profile_is_the_option_else_that_of_the_settings() -> None:
    assert resolved() == Connection("work", WORK, "https://work.example/api/v1/", "shop.example")
    assert resolved(profile="home").profile_name == "home"
    assert resolved(profile="default") == Connection("default", Profile(), DEFAULT_BASE_URL, "")


def test_the_base_url_is_option_then_environment_then_profile() -> None:
    assert resolved(ASYNTAI_BASE_URL="https://env.example").base_url == "https://env.example/api/v1/"
    chosen = resolved(base_url="http://localhost:1", ASYNTAI_BASE_URL="https://env.example")
    assert chosen.base_url == "http://localhost:1/api/v1/"
    assert resolved(base_url="", ASYNTAI_BASE_URL="").base_url == "https://work.example/api/v1/"


def test_the_website_is_the_option_else_that_of_the_profile() -> None:
    assert resolved(website="7").website == "7"
    assert resolved().website == "shop.example"


def test_mistakes_are_told() -> None:
    with pytest.raises(UserError, match=r"no profile of the name 'wrk': did you mean work\?$"):
        resolved(profile="wrk")
    with pytest.raises(UserError, match="ASYNTAI_BASE_URL is of no use: Plain http to env"):
        resolved(ASYNTAI_BASE_URL="http://env.example")
    with pytest.raises(UserError, match="is not of the form"):
        resolved(base_url="work")
