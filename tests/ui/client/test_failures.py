"""What goes wrong is told where it happened, and nothing that was typed is lost."""

from __future__ import annotations

import re
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.support.clock import MovedClock
from tests.support.faulty_server import FaultyServer, Hang, web_page
from tests.support.sandbox import running_sandbox
from tests.ui.client.person import SMALL, WIDE, client
from tui.controllers import usage
from tui.domain.endpoint import Timeouts
from tui.domain.settings import Settings
from tui.widgets.composer_input import ComposerInput

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox


async def test_a_message_that_did_not_leave_says_so_and_goes_by_itself_once_the_service_is_back() -> None:
    with ExitStack() as running:
        sandbox = running.enter_context(running_sandbox(seeded=False))
        async with client(sandbox.base_url) as person:
            await person.sees("0 / 2,500")
            running.close()
            await person.asks("When are you open?")
            await person.sees("· Not sent yet · Not reached.", "It is tried again by itself in", "! offline")
            sandbox = running.enter_context(running_sandbox(port=sandbox.port, seeded=False))
            await person.sees("keep harbour hours", "1 / 2,500")
            await person.loses("! offline")
            assert sandbox.asked("chat/") == 1


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_service_that_is_away_is_told_under_the_message(
    sandbox: RunningSandbox, size: tuple[int, int]
) -> None:
    async with client(sandbox.base_url, size=size) as person:
        await person.sees("Harbour")
        sandbox.refuse(503, "The AI is having a moment.")
        await person.asks("When are you open?")
        await person.sees("· Not sent yet · Service away.")
        if size == WIDE:
            await person.sees("The AI is having a moment.", "It is tried again by itself in")
        assert sandbox.asked("chat/") == 1
        sandbox.accept()
        await person.until(lambda: sandbox.messages_used() == 1)
        await person.loses("Not sent yet")
    assert sandbox.asked("chat/") == 2


async def test_the_seconds_to_the_next_try_are_counted_down(sandbox: RunningSandbox) -> None:
    shown: list[tuple[int, int]] = []

    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.refuse(503, "The AI is having a moment.")
        await person.asks("When are you open?")

        def fell() -> bool:
            found = re.search(r"by itself in (\d+) s", person.words)
            if found:
                shown.append((sandbox.asked("chat/"), int(found[1])))
            return any(a[0] == b[0] and b[1] < a[1] for a, b in pairwise(shown))

        await person.until(fell)


async def test_a_key_that_is_refused_under_way_is_told_and_can_be_replaced(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.refuse(401, "This API key was withdrawn.")
        await person.asks("When are you open?")
        await person.sees("· Not sent yet · Key refused.", "This API key was withdrawn.")
        sandbox.accept()
        await person.presses("f6")
        await person.sees("Paste your API key")
        await person.pastes("sandbox")
        await person.presses("enter")
        await person.sees("1 / 2,500", "keep harbour hours")


async def test_at_the_limit_gauge_and_composer_say_so_and_the_text_stays() -> None:
    with running_sandbox(limit=1, seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("0 / 1")
            await person.asks("When are you open?")
            await person.sees("Limit reached 1 / 1", "! The month's message limit is reached:")
            await person.asks("And on Sundays?")
            await person.sees("!", "nothing is sent until the month turns")
            assert person.typed == "And on Sundays?"
        assert sandbox.asked("chat/") == 1


async def test_enter_at_the_limit_asks_whether_it_is_lifted_and_sends() -> None:
    clock = MovedClock()
    with running_sandbox(limit=1, seeded=False) as sandbox:
        async with client(sandbox.base_url, clock=clock) as person:
            await person.sees("0 / 1")
            await person.asks("When are you open?")
            await person.sees("Limit reached 1 / 1")
            asked = sandbox.asked("account/")
            await person.asks("And on Sundays?")
            await person.sees("nothing is sent until the month turns")
            await person.until(lambda: sandbox.asked("account/") == asked + 1)
            await person.presses("enter")  # so soon it is not asked again
            assert sandbox.asked("chat/") == 1
            assert person.typed == "And on Sundays?"
            sandbox.set_limit(5)
            clock.ahead = usage.EVERY
            await person.presses("enter")
            await person.sees("2 / 5")
            await person.loses("nothing is sent until")
            assert person.typed == ""
        assert sandbox.asked("chat/") == 2


async def test_a_limit_that_is_lifted_is_noticed_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage.UsageKeeper, "every", 0.2)
    with running_sandbox(limit=1, used=1, seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.asks("And on Sundays?")
            await person.sees("Limit reached 1 / 1", "nothing is sent until the month turns")
            sandbox.set_limit(5)
            await person.sees("1 / 5")
            await person.loses("nothing is sent until")
            assert person.typed == "And on Sundays?"
            assert sandbox.asked("chat/") == 0


async def test_a_limit_that_only_the_service_knew_of_is_told_under_the_message(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.refuse(429, "Message limit reached: all 2,500 messages of this month are used.")
        await person.asks("When are you open?")
        await person.sees("× Not sent · Message limit reached.")


async def test_last_months_limit_does_not_stop_a_person_this_month() -> None:
    with running_sandbox(limit=5, used=5, seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.sees("Limit reached 5 / 5")
            port = sandbox.port
    with running_sandbox(port=port, seeded=False) as sandbox:
        sandbox.hang()
        async with client(sandbox.base_url) as person:
            await person.sees("Limit reached", "Ask Harbour")
            assert "nothing is sent until" not in person.screen
            sandbox.go_on()
            await person.sees("0 / 2,500")


async def test_offline_what_was_fetched_is_readable_and_back_online_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(usage.UsageKeeper, "every", 0.1)
    with running_sandbox(seeded=False) as sandbox:
        async with client(sandbox.base_url) as person:
            await person.asks("When are you open?")
            await person.sees(" 1 / 2,500")
            port, base_url = sandbox.port, sandbox.base_url
    async with client(base_url) as person:
        await person.sees("! offline", "Offline: Not reached.", "keep harbour hours", "~1 / 2,500")
        await person.asks("And on Sundays?")
        await person.sees("· Not sent yet · Not reached.")
        with running_sandbox(port=port, used=7, seeded=False) as sandbox:
            await person.loses("! offline")
            await person.sees("8 / 2,500")
            assert sandbox.asked("chat/") == 1


async def test_a_first_start_offline_says_so_and_f5_tries_again() -> None:
    with running_sandbox(seeded=False) as sandbox:
        port, base_url = sandbox.port, sandbox.base_url
    async with client(base_url) as person:
        await person.sees("Websites unknown", "! offline", "Not reached", "Usage unknown")
        with running_sandbox(port=port, seeded=False) as sandbox:
            await person.presses("f5")
            await person.sees("Ask Harbour Lantern Coffee", "0 / 2,500", "A new session")
            await person.loses("! offline")


async def test_while_everything_hangs_all_keys_work(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        # Confirmed, not only counted here: the next start knows what the service said.
        await person.sees(" 1 / 2,500")
    sandbox.hang()
    async with client(sandbox.base_url) as person:
        await person.sees("keep harbour hours", "~1 / 2,500")
        await person.presses("f5")
        await person.asks("And on Sundays?")
        await person.sees("answering…")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await person.asks("Do you roast?")
        await person.sees("Sessions 2")
        await person.presses("ctrl+t")
        await person.sees("Choose a website · 3")
        await person.pastes("sluice")
        await person.presses("enter")
        await person.sees("Ask Sluicegate Webhooks")
        await person.presses("f1")
        await person.sees("Help")
        await person.presses("escape", "ctrl+f")
        await person.sees("Find")
        await person.presses("escape")
        await person.types("still here")
        assert person.typed == "still here"


async def test_no_answer_in_time_leaves_the_message_in_doubt_and_asks_before_it_is_sent_again(
    sandbox: RunningSandbox,
) -> None:
    settings = Settings(reveal="off", timeouts=Timeouts(chat=0.3))
    async with client(sandbox.base_url, settings=settings) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("? May have been sent · No answer in time.")
        sent = sandbox.waiting
        await person.presses("ctrl+r")
        await person.sees("press Ctrl+R again")
        assert sandbox.waiting == sent == 1
        sandbox.release()  # the message had been taken, and its answer is there by now
        await person.until(lambda: sandbox.messages_used() == 1)
        await person.presses("f5")
        await person.sees("keep harbour hours", "1 / 2,500")
        await person.loses("May have been sent")
    assert sandbox.messages_used() == 1


async def test_a_message_that_is_still_in_doubt_at_the_next_start_does_not_make_the_service_offline(
    sandbox: RunningSandbox,
) -> None:
    settings = Settings(reveal="off", timeouts=Timeouts(chat=0.3))
    async with client(sandbox.base_url, settings=settings) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("? May have been sent · No answer in time.")
    asked = sandbox.asked("conversations/")
    async with client(sandbox.base_url, settings=settings) as person:
        await person.sees("? May have been sent · No answer in time.", "2,500")
        await person.until(lambda: sandbox.asked("conversations/") > asked + 1)
        assert "! offline" not in person.screen
    sandbox.release()


async def test_a_message_in_doubt_is_sent_again_on_the_second_asking(sandbox: RunningSandbox) -> None:
    settings = Settings(reveal="off", timeouts=Timeouts(chat=0.3))
    async with client(sandbox.base_url, settings=settings) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("? May have been sent")
        await person.presses("ctrl+r", "ctrl+r")
        await person.sees("answering…")
        await person.until(lambda: sandbox.waiting == 2)
        sandbox.release()
        await person.loses("answering…")


async def test_a_message_that_waits_behind_one_in_doubt_says_for_what_and_x_lets_it_go_on(
    sandbox: RunningSandbox,
) -> None:
    settings = Settings(reveal="off", timeouts=Timeouts(chat=0.3))
    async with client(sandbox.base_url, settings=settings) as person:
        await person.sees("0 / 2,500")
        sandbox.hold()
        await person.asks("When are you open?")
        await person.sees("? May have been sent")
        await person.asks("And on Sundays?")
        await person.sees("waits for the message above that may have been sent", "x on it dismisses it")
        await person.presses("shift+tab", "G", "k", "x")
        await person.sees("Left as it is: it may have been sent.", "? May have been sent · Left as it is.")
        await person.until(lambda: sandbox.waiting == 2)
        assert "waits for the message above" not in person.screen
        sandbox.release()


async def test_a_message_that_failed_is_taken_back_or_sent_with_another_text(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.refuse(403, "Not on this plan.")
        await person.asks("When are you open?")
        await person.sees("× Not sent")
        sandbox.accept()
        await person.presses("shift+tab", "G", "e")
        await person.sees("Change the message", "It was not sent.")
        person.app.screen.query_one(ComposerInput).enter_rule.gap = 0
        await person.types(" In May?")
        await person.presses("enter")
        await person.sees("When are you open? In May?", "1 / 2,500")
        await person.loses("× Not sent")


async def test_a_web_page_in_place_of_the_service_is_told() -> None:
    with FaultyServer(web_page()) as server:
        async with client(server.base_url) as person:
            await person.sees("Websites unknown", "Not an answer of the service")


async def test_a_service_that_never_answers_at_all_can_be_left() -> None:
    with FaultyServer(Hang()) as server:
        async with client(server.base_url) as person:
            await person.sees("Loading websites…")
            await person.types("I can type")
            assert person.typed == "I can type"


async def test_esc_ends_the_tries_and_then_takes_the_message_back(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("0 / 2,500")
        sandbox.refuse(503, "The AI is having a moment.")
        await person.asks("When are you open?")
        await person.sees("· Not sent yet · Service away.")
        await person.presses("escape")
        await person.sees("× Not sent · Service away.", "It is not tried again by itself.", "Ctrl+R Retry")
        sandbox.accept()
        await person.presses("ctrl+r")
        await person.sees("keep harbour hours", "1 / 2,500")
        await person.loses("Ctrl+R Retry")
    assert sandbox.asked("chat/") == 2
