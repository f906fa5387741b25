"""Keys that arrive together do what they do one by one, in every field, list and dialog."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any, cast

from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from tests.ui.client.person import Person, client, listed, long_session
from tui.domain.models import Address, Session
from tui.domain.search import SessionHit
from tui.services import open as services
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from tests.support.sandbox import RunningSandbox
    from tui.screens.open_session import OpenSessionScreen

OLD = "old text"
SESSIONS = [(f"own-{n}", 1) for n in range(4)]
HOME = Address(1, "own-0")

LETTERS = "jgrk o"
"""Some of them are keys of lists."""
EDITING = ("backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k", "ctrl+j", "ctrl+underscore")
MOVES = ("left", "right", "home", "end", "up", "down", "shift+left", "ctrl+left", "pageup", "pagedown")
FOCUS = ("tab", "shift+tab", "f2", "escape", "slash")
OPENING = ("ctrl+n", "ctrl+o", "ctrl+t", "ctrl+f", "ctrl+p", "f1", "f3", "f4", "ctrl+y")
KEYS = (*EDITING, *MOVES, *FOCUS, *OPENING)


async def at_old_text(person: Person, session: str = "") -> None:
    """Be in the composer of a session, with a text in it."""
    main = person.app.main
    await person.until(
        lambda: main.composer.address is not None and session in main.composer.address.session_id
    )
    main.composer.load(OLD)


IN_THE_COMPOSER = {
    ("backspace", "backspace", *"new"): "old tenew",
    ("home", *"new"): "newold text",
    ("ctrl+u", *"new"): "new",
    ("left", "left", *"new"): "old tenewxt",
    (*"new", "backspace", "backspace", "x"): "old textnx",
    ("ctrl+w", *"new"): "old new",
    ("home", "ctrl+j", "up", *"new"): "new\nold text",
    ("shift+left", "shift+left", *"new"): "old tenew",
    ("tab", "shift+tab", *"new"): "old textnew",
    ("ctrl+w", "ctrl+underscore", *"new"): "old textnew",
    ("ctrl+j", "ctrl+underscore", *"new"): "old textnew",
    ("ctrl+j", "backspace", *"new"): "old textnew",
}


async def test_in_the_composer(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        for keys, text in IN_THE_COMPOSER.items():
            await at_old_text(person)
            await person.presses_at_once(*keys)
            assert person.typed == text, " ".join(keys)


async def test_a_new_session_gets_what_is_typed_behind_its_key(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        before = person.app.main.composer.address
        await person.presses_at_once("ctrl+n", *"hello new")
        assert person.typed == "hello new"
        assert person.app.main.composer.address != before


async def test_a_dialog_gets_what_is_typed_behind_its_key(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        await person.presses_at_once("ctrl+o", *"priv")
        assert cast("Input", person.app.focused).value == "priv"
        await person.presses_at_once("escape", *"er")
        assert person.typed == "old texter"


async def test_a_website_is_chosen_in_one_go(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        await person.presses_at_once("ctrl+t", *"slui", "enter", *"hello")
        assert person.typed == "hello"
        await person.sees("Sluicegate Webhooks  sluicegate.example")


async def test_a_session_is_chosen_in_one_go(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await at_old_text(person, "own-0")
        await person.presses_at_once("f2", "j", "j", "enter", *"hello")
        address = person.app.main.composer.address
        assert address is not None
        assert address != HOME
        assert person.typed == "hello"


async def test_a_command_is_chosen_in_one_go(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        await person.presses_at_once("ctrl+p", *"open a", "enter", *"priv")
        assert cast("Input", person.app.focused).value == "priv"


async def test_a_family_is_one_character_in_the_palette(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        await person.presses("ctrl+p")
        await person.pastes("x👨\u200d👩\u200d👧🇩🇪")
        await person.presses("left", "backspace")
        assert cast("Input", person.app.focused).value == "x🇩🇪"
        await person.presses("ctrl+p", "escape", *"er")
        assert person.typed == "old texter"


async def test_the_palette_opens_once_under_another_dialog_too(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        await person.presses_at_once("ctrl+p", "escape", "ctrl+p", *"op")
        assert cast("Input", person.app.focused).value == "op"
        await person.app.push_screen(ModalScreen[None]())
        await person.presses_at_once("ctrl+p")
        assert len(person.app.screen_stack) == 3
        await person.app.pop_screen()
        await person.presses_at_once("escape", *"er")
        assert person.typed == "old texter"


async def test_what_goes_on_for_ever_beside_a_screen_holds_no_key_up(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        person.app.main.run_worker(asyncio.Event().wait())
        await person.presses_at_once("backspace", *"er", "ctrl+o", *"priv", "escape", "!")
        assert person.typed == "old texer!"


async def test_a_session_is_named_in_one_go(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await at_old_text(person, "own-0")
        await person.presses_at_once("f2", "j", "r", *"A name", "enter", "k", "r", *"Another", "enter")
        await person.sees("A name", "Another")


async def test_a_service_that_does_not_answer_holds_no_key_up(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await at_old_text(person)
        sandbox.hang()
        await person.presses_at_once(
            "ctrl+o", *"chat-elsewhere", "enter", *"er", "backspace", "home", *"very "
        )
        await person.sees("Asking the service for chat-elsewhere")
        assert person.typed == "very old texte"
        sandbox.go_on()
        await person.sees("The service knows no message of a session chat-elsewhere")


async def test_keys_at_the_very_start_wait_for_what_they_open(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.presses_at_once(*"early", "ctrl+o", *"priv")
        assert cast("Input", person.app.focused).value == "priv"
        await person.presses_at_once("escape")
        assert person.typed == "early"


async def test_a_search_at_the_very_start_finds_what_is_stored(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await long_session(sandbox.base_url, "own-0", 4)
    open_now, may_open = services.open_for, asyncio.Event()

    async def open_later(*launch: Any) -> Any:
        await may_open.wait()
        return await open_now(*launch)

    monkeypatch.setattr(services, "open_for", open_later)
    async with client(sandbox.base_url) as person:
        await person.presses_at_once("ctrl+o", *"reply")
        await person.sees("Open “reply” by id")
        may_open.set()
        rows = cast("OpenSessionScreen", person.app.screen).rows
        await person.until(lambda: any(isinstance(row, SessionHit) for row in rows.items))
        assert "still starting" not in person.words


async def back_at_home(person: Person) -> None:
    """Be where every sequence begins: everything is closed, the composer holds the old text."""
    while person.app.screen is not person.app.main:
        await person.presses("escape")
    main = person.app.main
    main.composer.load("")
    desk, do = person.app._desk, person.app._do  # pyright: ignore[reportPrivateUsage]
    main.find_bar.hide()
    main.sidebar.close_filter()
    website = next(site for site in desk.place.websites if site.id == HOME.website_id)
    desk.step(do.navigation.enter, website, HOME.session_id)
    await person.presses()
    await person.until(lambda: main.composer.address == HOME and main.composer.has_focus_within)
    main.composer.load(OLD)
    main.sidebar._list.move_to(0)  # pyright: ignore[reportPrivateUsage]
    main.notice.clear()
    await person.sees(f"Sessions {len(SESSIONS)}")
    await person.presses("end")


def at_row(rows: RowList[object]) -> object:
    """What the cursor is on: a session that was begun comes into the list above it, now or a moment later."""
    match rows.items[rows.cursor] if rows.items else None:
        case Session(id=name):
            return name if (name, HOME.website_id) in SESSIONS else "begun"
        case _:
            return rows.cursor


def state(person: Person) -> dict[str, object]:
    """What the person has reached."""
    app, main = person.app, person.app.main
    focused = app.focused
    return {
        "screen": type(app.screen).__name__,
        "focused": (type(focused).__name__, focused and focused.id),
        "fields": [(field.value, field.selection) for field in app.screen.query(Input)],
        "areas": [(area.text, area.selection) for area in app.screen.query(TextArea)],
        "lists": [at_row(rows) for rows in cast("Sequence[RowList[object]]", app.screen.query(RowList))],
        "typed": person.typed,
        "is home": main.composer.address == HOME,
    }


async def compared(person: Person, keys: list[str]) -> None:
    await back_at_home(person)
    await person.presses(*keys)
    one_by_one = state(person)
    await back_at_home(person)
    await person.presses_at_once(*keys)
    assert state(person) == one_by_one, " ".join(keys)


async def test_together_or_one_by_one_is_the_same(sandbox: RunningSandbox) -> None:
    chance = random.Random(4)
    await listed(sandbox.base_url, SESSIONS)
    async with client(sandbox.base_url, session="own-0") as person:
        await person.sees("0 / 2,500", "Sessions 4")
        for key in KEYS:
            await compared(person, ["x" if key in EDITING else "g", key, "k", "o"])
        for _ in range(10):
            await compared(person, [chance.choice([*LETTERS, *KEYS, *KEYS]) for _ in range(6)])
