"""The account and the month's usage."""

from __future__ import annotations

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, harmless, read_all, shown
from tui.domain.faults import Fault, FaultKind
from tui.domain.models import Account
from tui.screens.usage import UsageScreen

OFFLINE = Fault(
    FaultKind.NAME_NOT_FOUND,
    "Offline",
    "The name asyntai.com was not found.",
    "Check the network.",
    retryable=True,
    may_have_been_taken=False,
)


def account(used: int, limit: int | None = 2500) -> Account:
    return Account("you@example.com", "starter", used, limit)


@pytest.mark.parametrize("size", SIZES)
async def test_the_figures_in_words(size: tuple[int, int]) -> None:
    async with shown(UsageScreen(account(150), confirmed=True), size=size) as (app, pilot):
        words = await read_all(app, pilot)
        for told in (
            "Account you@example.com",
            "Plan starter",
            "Used 150 messages",
            "Limit 2,500 messages",
            "Left 2,350 messages · 94 %",
            "the service refuses new messages",
            "These figures are the service's own.",
        ):
            assert told in words
        await pilot.press("escape")
        assert app.results == [None]


@pytest.mark.parametrize(
    ("used", "told"),
    [
        (2000, "More than 80 %"),
        (2400, "Nearly used up"),
        (2500, "The limit is reached"),
        (2600, "The limit is reached"),
    ],
)
async def test_a_warning_in_words(used: int, told: str) -> None:
    async with shown(UsageScreen(account(used), confirmed=True)) as (app, _):
        assert told in app.words()


async def test_the_bar_shows_the_first_message_and_the_last_that_is_left() -> None:
    async with shown(UsageScreen(account(1), confirmed=True)) as (app, _):
        assert app.text().count("█") == 1
    async with shown(UsageScreen(account(2499), confirmed=True)) as (app, _):
        assert app.text().count("░") == 1
    async with shown(UsageScreen(account(2500), confirmed=True)) as (app, _):
        assert "░" not in app.text()


async def test_without_a_limit_there_is_no_bar() -> None:
    async with shown(UsageScreen(account(7, None), confirmed=False)) as (app, _):
        assert "Limit the service names none" in " ".join(app.text().split())
        assert "█" not in app.text()
        assert "Counted here" in app.words()


async def test_an_unknown_account_says_why_and_newer_figures_replace_it() -> None:
    screen = UsageScreen(None, confirmed=False, fault=OFFLINE)
    async with shown(screen) as (app, pilot):
        assert "Not known" in app.text()
        assert "The name asyntai.com was not found. Check the network." in app.words()
        screen.show(None, confirmed=False)
        await pilot.pause()
        assert "The service has not told it yet." in app.words()
        screen.show(account(150), confirmed=True)
        await pilot.pause()
        assert "Left 2,350 messages · 94 %" in app.words()
        assert "Not known" not in app.text()


@pytest.mark.parametrize("text", HOSTILE)
async def test_e_mail_plan_and_reason_are_text_and_nothing_else(text: str) -> None:
    async with shown(UsageScreen(Account(text, text, 1, 10), confirmed=True), size=(40, 12)) as (app, _):
        assert harmless(app)
    fault = Fault(FaultKind.AWAY, text, text, text, retryable=True, may_have_been_taken=False)
    async with shown(UsageScreen(None, confirmed=False, fault=fault), size=(40, 12)) as (app, _):
        assert harmless(app)
