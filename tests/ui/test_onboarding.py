"""The first screen: a key pasted and checked, other sources shown, the demo offered."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from tests.ui.dialog_host import HOSTILE, SIZES, DialogHost, harmless, read_all, shown
from tui.domain.api_key import ApiKey, KeyPlace
from tui.domain.faults import Fault, FaultKind
from tui.screens.onboarding import OnboardingScreen

KEY = "canary-0123456789-abcd"
REFUSED = Fault(
    FaultKind.KEY_REFUSED,
    "Key refused",
    "The service does not accept this key.",
    "Copy it again.",
    retryable=False,
    may_have_been_taken=False,
    status=401,
)
OFFLINE = Fault(
    FaultKind.NAME_NOT_FOUND,
    "Name not found",
    "The name asyntai.com was not found.",
    "Check the network.",
    retryable=True,
    may_have_been_taken=False,
)


def screen(notice: str = "", profile: str = "default") -> OnboardingScreen:
    return OnboardingScreen(
        profile, key_file="~/.config/asyntai-tui/default.key", settings_file="~/config.toml", notice=notice
    )


def given(app: DialogHost) -> list[tuple[ApiKey, KeyPlace]]:
    return [(each.key, each.place) for each in app.heard if isinstance(each, OnboardingScreen.KeyGiven)]


async def paste(app: DialogHost, text: str) -> None:
    app.post_message(events.Paste(text))


@pytest.mark.parametrize("size", SIZES)
async def test_everything_can_be_read_and_the_key_field_has_the_focus(size: tuple[int, int]) -> None:
    async with shown(screen(), size=size) as (app, pilot):
        assert "Paste your API key" in app.text()
        assert "Enter Connect" in app.text()
        await pilot.press("x")
        assert "•" in app.text()
        words = await read_all(app, pilot)
        for told in (
            "Chat with your Asyntai assistants",
            "only you can read it",
            "Keep it for this run only",
            "export ASYNTAI_API_KEY=…",
            "[profiles.default]",
            'api_key_command = ["pass",',
            "no key, no network, no cost",
            "Try the demo",
            "Quit",
        ):
            assert told in words


async def test_a_pasted_key_is_given_to_be_saved_and_never_shown() -> None:
    async with shown(screen()) as (app, pilot):
        await paste(app, f"  {KEY}\n")
        await pilot.pause()
        assert "•" * len(KEY) in app.text()
        await pilot.press("enter")
        assert given(app) == [(ApiKey(KEY), KeyPlace.FILE)]
        assert KEY not in app.text()
        assert not [
            each
            for each in app.heard
            if KEY in repr(each) and not isinstance(each, events.Paste | Input.Changed | Input.Submitted)
        ]


async def test_the_key_does_not_reach_the_app_but_as_a_key() -> None:
    reached: list[object] = []

    class Watching(DialogHost):
        def on_input_changed(self, event: Input.Changed) -> None:
            reached.append(event)

        def on_input_submitted(self, event: Input.Submitted) -> None:
            reached.append(event)

    app = Watching(screen())
    async with app.run_test() as pilot:
        await paste(app, KEY)
        await pilot.pause()
        await pilot.press("x", "enter")
        assert reached == []


async def test_the_key_is_not_copied_out_of_its_field() -> None:
    async with shown(screen()) as (app, pilot):
        await paste(app, KEY)
        await pilot.pause()
        await pilot.press("shift+home", "ctrl+c")
        assert app.clipboard == ""
        await pilot.press("ctrl+x")
        assert app.clipboard == ""
        assert "Paste it here" in app.text()


async def test_a_key_for_this_run_only() -> None:
    async with shown(screen()) as (app, pilot):
        await paste(app, KEY)
        await pilot.pause()
        await pilot.press("tab", "down")
        assert "(•) Keep it for this run only" in app.text()
        await pilot.press("tab", "enter")
        assert given(app) == [(ApiKey(KEY), KeyPlace.MEMORY)]
        assert "keyring" not in app.words()


async def test_a_key_for_the_keyring_where_there_is_one() -> None:
    dialog = OnboardingScreen(key_file="a.key", settings_file="config.toml", keyring="Secret Service")
    async with shown(dialog) as (app, pilot):
        await paste(app, KEY)
        await pilot.pause()
        await pilot.press("tab", "down")
        assert "(•) Save it in the system's keyring (Secret Service)" in app.text()
        await pilot.press("tab", "enter")
        assert given(app) == [(ApiKey(KEY), KeyPlace.KEYRING)]


@pytest.mark.parametrize(
    ("typed", "told"), [("", "Paste a key first"), ("two words", "one word"), ("ключ", "plain letters")]
)
async def test_what_cannot_be_a_key_is_not_given(typed: str, told: str) -> None:
    async with shown(screen()) as (app, pilot):
        await paste(app, typed)
        await pilot.pause()
        await pilot.press("enter")
        assert told in app.words()
        assert given(app) == []


async def test_checking_then_refused_keeps_what_was_typed_until_it_is_changed() -> None:
    dialog = screen()
    async with shown(dialog, size=(40, 12)) as (app, pilot):
        await paste(app, KEY)
        await pilot.pause()
        await pilot.press("enter")
        assert "Checking the key with the service…" in app.words()
        assert "Enter Connect" not in app.text()
        await pilot.press("enter")
        assert len(given(app)) == 1
        dialog.show_fault(REFUSED)
        await pilot.pause()
        assert "! Key refused. The service does not accept this key. Copy it again." in app.words()
        assert "•" * 10 in app.text()
        await pilot.press("enter")
        assert len(given(app)) == 2
        await pilot.press("backspace")
        assert "refused" not in app.text()


async def test_any_other_problem_is_shown_in_the_same_place() -> None:
    dialog = screen()
    async with shown(dialog) as (app, pilot):
        dialog.show_problem("The key file cannot be written: the disk is full.")
        await pilot.pause()
        assert "! The key file cannot be written: the disk is full." in app.words()


async def test_offline_says_that_the_key_was_not_checked() -> None:
    dialog = screen()
    async with shown(dialog) as (app, pilot):
        dialog.show_fault(OFFLINE)
        await pilot.pause()
        assert "Not checked: the service was not reached" in app.words()
        assert "Check the network." in app.words()


async def test_the_demo_by_key_and_by_button() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press("f2")
        await pilot.press("tab", "tab", "tab", "enter")
        wanted = [each for each in app.heard if isinstance(each, OnboardingScreen.DemoWanted)]
        assert len(wanted) == 2
        assert given(app) == []


async def test_quit() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press("shift+tab", "enter")
        assert [each for each in app.heard if isinstance(each, OnboardingScreen.QuitWanted)]


async def test_esc_leads_back_only_where_there_is_a_way_back() -> None:
    async with shown(screen()) as (app, pilot):
        assert "Back" not in app.text()
        await pilot.press("escape")
        assert not [each for each in app.heard if isinstance(each, OnboardingScreen.BackWanted)]
    dialog = OnboardingScreen(key_file="a.key", settings_file="config.toml", way_back=True)
    async with shown(dialog) as (app, pilot):
        assert "Esc Back" in app.text()
        await pilot.press("escape")
        assert [each for each in app.heard if isinstance(each, OnboardingScreen.BackWanted)]


async def test_another_profile_and_the_reason_for_being_here_are_named() -> None:
    async with shown(screen("The key in ASYNTAI_API_KEY was refused.", "work")) as (app, _):
        assert "The key in ASYNTAI_API_KEY was refused." in app.words()
        assert "for the profile work" in app.words()
        assert "[profiles.work]" in app.words()


@pytest.mark.parametrize("text", HOSTILE)
async def test_pastes_paths_and_faults_are_text_and_nothing_else(text: str) -> None:
    dialog = OnboardingScreen(key_file=text, settings_file=text, keyring=text, notice=text)
    async with shown(dialog, size=(80, 24)) as (app, pilot):
        await paste(app, text)
        await pilot.pause()
        fault = Fault(FaultKind.AWAY, text, text, text, retryable=True, may_have_been_taken=False)
        dialog.show_fault(fault)
        await pilot.pause()
        assert harmless(app)
        await pilot.press("tab", "tab", "tab", "tab")
        assert harmless(app)
