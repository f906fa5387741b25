"""From nothing to a client that works: the key, and what is remembered from one start to the next."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.file_keyring import BACKEND
from tests.ui.client.person import NARROW, SMALL, client, listed
from tui import paths
from tui.domain.api_key import ApiKey
from tui.domain.settings import Profile, Settings
from tui.settings.keys import save_key

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from tests.ui.client.person import Person

SANDBOXES_KEY = "sandbox"
SEEDED = "visitor-b7e10c5d"
"""A conversation that the sandbox starts with."""


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASYNTAI_API_KEY")


@pytest.mark.usefixtures("no_key")
async def test_a_first_run_asks_for_a_key_and_saves_it_for_its_owner_only(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("Paste your API key", "api_key_command", "Try the demo")
        await person.pastes("wrong-key")
        await person.presses("enter")
        await person.sees("Key refused. The service did not accept the API key (401)")
        assert "wrong-key" not in person.screen
        await person.presses("ctrl+a", "ctrl+k")
        await person.pastes(SANDBOXES_KEY)
        await person.presses("enter")
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")
    key_file = paths.key_file("default")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    async with client(sandbox.base_url) as person:
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")


@pytest.mark.usefixtures("no_key")
async def test_a_key_may_be_kept_for_this_run_only(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, size=NARROW) as person:
        await person.sees("Paste your API key")
        await person.pastes(SANDBOXES_KEY)
        await person.presses("tab", "down", "enter")
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
    assert not paths.key_file("default").exists()
    async with client(sandbox.base_url) as person:
        await person.sees("Paste your API key")


@pytest.mark.usefixtures("no_key")
async def test_a_key_that_cannot_be_saved_holds_for_this_run_and_says_so(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("Paste your API key")
        paths.config_file().parent.parent.mkdir(exist_ok=True)
        paths.config_file().parent.write_text("no folder")
        await person.pastes(SANDBOXES_KEY)
        await person.presses("enter")
        await person.sees("The key holds for this run only.", "0 / 2,500")


@pytest.mark.usefixtures("no_key")
async def test_a_source_that_gives_no_key_is_told(sandbox: RunningSandbox) -> None:
    settings = Settings(profiles={"default": Profile(api_key_command=("false",))})
    async with client(sandbox.base_url, settings=settings) as person:
        await person.sees("The command in api_key_command failed (status 1).", "Paste your API key")


async def test_a_refused_key_is_named_by_its_source_and_another_may_be_entered(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASYNTAI_API_KEY", "an-old-key-of-mine")
    async with client(sandbox.base_url) as person:
        await person.sees("The service refused the key from the environment variable ASYNTAI_API_KEY.")
        assert "an-old-key" not in person.screen
        await person.pastes(SANDBOXES_KEY)
        await person.presses("f1")  # help may lie over it when the answer comes
        await person.sees("While a key is asked for")
        await person.presses("escape", "enter")
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")
        await person.loses("Key refused")


async def test_another_key_may_be_entered_or_not(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")
        await person.presses("f6")
        await person.sees("Paste your API key")
        await person.presses("escape")
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")


async def test_the_primary_website_comes_first_and_the_one_used_last_after_that(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("Harbour Lantern Coffee  harbourlantern.example", "0 / 2,500 · 100 % left")
        await person.presses("ctrl+t")
        await person.sees("primary")
        await person.pastes("golondrina")
        await person.presses("enter")
        await person.sees("Ask Taller La Golondrina")
        await person.asks("¿Cuándo abren?")
        await person.sees("1 / 2,500")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await person.presses("f2", "enter")
        await person.sees("Cuándo abren")
    async with client(sandbox.base_url) as person:
        await person.sees("Ask Taller La Golondrina", "Abrimos cuando el panadero")
        assert person.line("¿Cuándo abren?").lstrip().startswith("›")


@pytest.mark.parametrize("size", [(120, 36), NARROW, SMALL])
async def test_the_screen_is_whole_at_every_size(sandbox: RunningSandbox, size: tuple[int, int]) -> None:
    async with client(sandbox.base_url, size=size) as person:
        await person.sees("Harbour Lantern", "›")
        await person.asks("When are you open?")
        await person.until(lambda: sandbox.messages_used() == 1)
        await person.loses("A new session")
        await person.until(lambda: person.typed == "")


async def test_what_is_typed_while_it_starts_is_kept(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.types("Do you")
        await person.sees("0 / 2,500")
        await person.types(" roast?")
        assert person.typed == "Do you roast?"
        await person.presses("enter")
        await person.sees("1 / 2,500")


async def test_every_key_may_be_pressed_before_anything_is_there(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.presses("f5", "f6", "ctrl+r", "ctrl+y", "ctrl+n", "escape", "x", "enter", "escape")
        await person.sees("2,500")


async def test_a_website_and_a_session_may_be_named_at_the_start(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, website="2", session="made-elsewhere") as person:
        await person.sees("Sluicegate Webhooks", "The service knows no message of a session made-elsewhere.")
    async with client(sandbox.base_url, website="2", session=SEEDED) as person:
        await person.sees("Sluicegate Webhooks", "200 OK, as we say here.")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        asked = sandbox.asked("account/")
        await person.presses("f5")
        await person.until(lambda: sandbox.asked("account/") > asked)
        await person.sees("A new session")


async def test_an_unknown_website_is_told_and_the_primary_one_shown(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url, website="nowhere.example") as person:
        await person.sees("The account has no website 'nowhere.example'", "Ask Harbour Lantern Coffee")
    async with client(sandbox.base_url, website="harbourlantern.example") as person:
        await person.sees("Ask Harbour Lantern Coffee")


async def test_a_newer_store_is_told_and_the_client_can_be_left(sandbox: RunningSandbox) -> None:
    path = paths.database_file("default")
    path.mkdir(parents=True)
    async with client(sandbox.base_url) as person:
        await person.sees("The client cannot start")
        await person.presses("f5", "f6", "ctrl+n", "ctrl+t", "escape")
        await person.pastes("Hello?")
        await person.presses("enter")
        await person.sees("Hello?")


@pytest.mark.usefixtures("no_key")
async def test_a_key_may_be_kept_in_the_systems_keyring(
    sandbox: RunningSandbox, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", BACKEND)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    monkeypatch.setenv("FILE_KEYRING", str(home / "ring"))
    async with client(sandbox.base_url) as person:
        await person.sees("Save it in the system's keyring (file keyring FileKeyring)")
        await person.pastes(SANDBOXES_KEY)
        await person.presses("tab", "down", "enter")
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")
        await person.until((home / "ring").exists)
        await person.until(paths.key_file("default").exists)
    assert SANDBOXES_KEY not in paths.key_file("default").read_text()
    async with client(sandbox.base_url) as person:
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")


@pytest.mark.usefixtures("no_key")
async def test_another_base_url_asks_for_the_key_again(sandbox: RunningSandbox) -> None:
    save_key("default", ApiKey("canary-0123456789-key"), base_url="https://asyntai.com/api/v1/")
    async with client(sandbox.base_url) as person:
        await person.sees("Paste your API key", "is for https://asyntai.com/api/v1/ and goes nowhere else")
    assert sandbox.requests == []


async def test_a_start_that_takes_long_says_what_it_may_be(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, [])
    with closing(sqlite3.connect(paths.database_file("default"), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        async with client(sandbox.base_url) as person:
            await person.sees("Still opening…", "the search index is prepared once")
            other.close()
            await person.sees("Harbour Lantern Coffee", "0 / 2,500")
            await person.loses("Still opening")


async def test_the_style_sheets_of_the_dialogs_are_read_with_the_first_of_them(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("Harbour Lantern Coffee", "0 / 2,500")
        assert not _dialog_rules(person)
        await person.presses("ctrl+o")
        await person.sees("Open a session")
        assert _dialog_rules(person)


def _dialog_rules(person: Person) -> bool:
    return any(Path(file).name == "dialog.tcss" for file, _ in person.app.stylesheet.source)
