"""The sidebar: which sessions it lists, how their rows fill, and what a person does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.client.person import Person, client, listed
from tui.sandbox.seeds import conversations_of
from tui.sandbox.websites import bundled_websites

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox

COFFEE, QUEUE, _ = bundled_websites()
SEEDS = [(conversation.session_id, 1) for conversation in conversations_of([COFFEE])]
"""The coffee shop's conversations in the sandbox, the newest first."""


async def test_rows_in_view_fill_from_the_service_newest_first(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, reversed(SEEDS))
    async with client(sandbox.base_url) as person:
        await person.sees(f"Sessions {len(SEEDS)}")
        await person.until(lambda: sandbox.asked("conversations/") == len(SEEDS))
        await person.sees("Sessions 12")
        await person.loses("no messages")
        await person.until(lambda: ages(person) == sorted(ages(person)))


async def test_only_what_is_in_view_is_fetched_and_each_once(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, ((f"far-{n}", 1) for n in range(300)))
    async with client(sandbox.base_url) as person:
        await person.sees("Sessions 300")
        await person.until(lambda: sandbox.asked("conversations/") >= 16)
        await person.until(lambda: "loading" not in person.screen)
        fetched = sandbox.asked("conversations/")
        assert fetched <= 18
        await person.presses("f2", "G")
        await person.until(lambda: sandbox.asked("conversations/") > fetched)
        await person.until(lambda: "loading" not in person.screen)
        assert sandbox.asked("conversations/") <= 2 * fetched


async def test_few_are_fetched_at_once_and_all_keys_work_meanwhile(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url) as person:
        await person.sees("Sessions 12")
        await person.until(lambda: sandbox.asked("conversations/") == len(SEEDS))
        sandbox.hang()
        await person.presses("f5")
        await person.until(lambda: bool(sandbox.pending))
        await person.types("I type on")
        assert person.typed == "I type on"
        assert sandbox.pending.count("/api/v1/conversations/") <= 3
        sandbox.go_on()
        await person.until(lambda: sandbox.asked("conversations/") >= 2 * len(SEEDS))


async def test_a_new_session_is_listed_with_its_first_question(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.sees("No sessions yet", "A new session")
        await person.asks("Do you sell **decaf**?")
        await person.sees("Sessions 1", "›Do you sell **decaf**?", "1 / 2,500")
        await person.presses("ctrl+n")
        await person.sees("A new session")
        await person.asks("What about filters?")
        await person.sees("Sessions 2", "›What about filters?", "2 / 2,500")
        assert person.row("What about filters?") < person.row("Do you sell **decaf**?")


async def test_a_session_opens_from_the_list_with_the_composer_ready(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url) as person:
        await person.sees(f"Sessions {len(SEEDS)}")
        await person.sees("Sessions 12")
        await person.loses("no messages")
        await person.presses("f2", "j", "j", "enter")
        await person.until(lambda: row(person, 2).startswith(" ›"))
        await person.sees("Ctrl+J New line")
        await person.asks("Thanks!")
        await person.sees("1 / 2,500")
        await person.sees("You ")
        session_id = SEEDS[2][0]
        assert sandbox.messages(session_id)[-2].content == "Thanks!"


def row(person: Person, number: int) -> str:
    """The title line of a row of the sidebar."""
    return person.screen.splitlines()[2 + 2 * number][:33]


async def test_a_session_is_renamed_pinned_and_named_again(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SEEDS)
    async with client(sandbox.base_url) as person:
        await person.sees("Sessions 12")
        await person.loses("no messages")
        await person.presses("f2", "j", "r")
        await person.sees("Rename the session")
        await person.pastes("The [b]decaf[/b] question")
        await person.presses("enter")
        await person.sees("The [b]decaf[/b] question")
        await person.presses("p")
        await person.until(lambda: "^ The [b]decaf" in row(person, 0))
        await person.presses("r", "ctrl+a", "ctrl+k", "enter")
        await person.loses("The [b]decaf")
        assert "^ " in row(person, 0)
        await person.presses("p")
        await person.loses("^ ")


async def test_a_removed_session_comes_back(sandbox: RunningSandbox) -> None:
    await listed(sandbox.base_url, SEEDS[:3])
    async with client(sandbox.base_url) as person:
        await person.sees("Sessions 3")
        await person.loses("no messages")
        await person.presses("f2", "j", "x")
        await person.sees("is removed. u brings it back.", "Sessions 2")
        await person.presses("x")
        await person.sees("Sessions 1")
        await person.presses("u", "u")
        await person.sees("Sessions 3")
        await person.presses("u")
        await person.sees("Nothing was removed here.")


async def test_the_open_session_may_be_removed_and_what_is_typed_in_it_is_kept(
    sandbox: RunningSandbox,
) -> None:
    async with client(sandbox.base_url) as person:
        await person.asks("When are you open?")
        await person.sees("1 / 2,500")
        await person.types("And on")
        await person.presses("f2", "x")
        await person.sees("A new session", "No sessions yet")
        assert person.typed == ""
        await person.presses("u")
        await person.sees("Sessions 1")
        await person.presses("enter")
        await person.sees("keep harbour hours")
        assert person.typed == "And on"


def ages(person: Person) -> list[int]:
    """The ages that the rows tell, from the top, in minutes."""
    told = [row(person, number).split()[-1] for number in range(len(SEEDS))]
    units = {"m": 1, "h": 60, "d": 24 * 60}
    return [int(age[:-1]) * units[age[-1]] for age in told if age[-1] in units]
